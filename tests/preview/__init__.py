"""The desk, as a person has it: a server of its own, in real Chromium."""
