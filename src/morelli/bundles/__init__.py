"""Bundles that are called by name: built in, pulled, or known to be somewhere."""
