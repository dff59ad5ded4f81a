"""Answers that visitors share by a link."""
