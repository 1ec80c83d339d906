"""Serve a publication on this machine alone while it is written: outline, screen and pages.

Nothing here decides about publications; what is shown is what a build makes, by the same steps.
"""
