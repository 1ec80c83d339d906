"""What is said of paper: sheets that fold, marks, standards, links."""
