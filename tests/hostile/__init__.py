"""Input meant to break the tool, by kind: each case says what may become of it."""
