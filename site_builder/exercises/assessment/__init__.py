"""The exercise type `assessment`."""
