"""Articles from right to left, and lines that run both ways."""
