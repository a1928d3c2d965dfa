"""The exercise type `chat`."""
