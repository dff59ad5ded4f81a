"""What answers, how good it is, and whom it knows."""
