"""What visitors leave on the server: corrections, and answers they share."""
