"""Prove what is checked, and how it is told."""
