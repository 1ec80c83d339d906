"""Markdown as its two specifications have it, and as real folders of it look."""
