"""An issue that is laid out part by part is the one that would be laid out as a whole."""
