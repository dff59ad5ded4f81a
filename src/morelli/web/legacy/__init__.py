"""The original server's interface."""
