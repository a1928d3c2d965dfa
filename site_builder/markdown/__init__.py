"""Markdown for authors: `renderer` is the way in, the other modules are one rule each."""
