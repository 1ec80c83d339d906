"""Break what a build stands on, at every point: the disk, the process, the machine."""
