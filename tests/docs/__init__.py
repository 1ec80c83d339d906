"""The documentation: its reference is made from the code, and its commands are run."""
