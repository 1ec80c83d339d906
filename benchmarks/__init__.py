"""What making editions costs, beside the peers, in one run."""
