"""Open finished EPUBs in real reading systems; knows nothing of how pressrun makes them."""
