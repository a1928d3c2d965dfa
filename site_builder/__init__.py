"""Turns Markdown and YAML into a self-contained interactive course."""
