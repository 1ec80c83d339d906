"""Hold finished editions to what is promised of them; knows the press by its command line alone."""
