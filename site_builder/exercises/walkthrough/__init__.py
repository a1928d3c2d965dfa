"""The exercise type `walkthrough`."""
