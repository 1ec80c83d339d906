"""Fonts, packaged and borrowed."""
