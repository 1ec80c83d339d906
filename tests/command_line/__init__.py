"""Prove the command line's promises by running it: results, complaints, exit codes, reach."""
