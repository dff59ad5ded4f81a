"""What visitors say about answers."""
