"""Tests of what is found in manuscripts."""
