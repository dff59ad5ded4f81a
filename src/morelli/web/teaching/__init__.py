"""Staff teach the model painters."""
