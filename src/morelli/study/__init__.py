"""Many recipes, one question: a grid of cells, cross-validated, compared on the same pictures."""
