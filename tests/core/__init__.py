"""Prove the modules that turn a manuscript into a publication."""
