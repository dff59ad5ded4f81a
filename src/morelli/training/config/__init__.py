"""Recipes: what is asked of a training, and what is wrong in a file that asks."""
