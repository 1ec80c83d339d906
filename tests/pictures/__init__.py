"""Tests of what becomes of picture files."""
