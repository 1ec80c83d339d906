"""Prove that preflight finds what is wrong with a finished file and is silent on what is right."""
