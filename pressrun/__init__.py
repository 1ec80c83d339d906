"""Build an EPUB and a print PDF that agree, from one manuscript."""
