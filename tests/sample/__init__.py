"""Hold a publication that uses every feature once against all that opens or judges books."""
