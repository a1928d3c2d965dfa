"""The exercise type `choice`."""
