"""The structure tree of finished PDFs."""
