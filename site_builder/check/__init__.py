"""Checks of a whole course: what can be said only after it is loaded, because it needs grading or comparison."""
