"""Look into finished EPUBs and PDFs; knows nothing of how pressrun makes them."""
