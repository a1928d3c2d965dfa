"""The exercise type `free_text`."""
