"""Feed the readers what grows out of what they were fed before."""
