"""Build an EPUB and a print PDF that agree, from one manuscript."""

__version__ = "0.1.0"
