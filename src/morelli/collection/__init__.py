"""Whole collections of pictures, looked at once."""
