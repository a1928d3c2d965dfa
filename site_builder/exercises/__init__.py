"""The exercise types: one folder each, listed in `table`."""
