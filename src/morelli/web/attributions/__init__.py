"""Answers over HTTP: who painted these pictures, and why the model thinks so."""
