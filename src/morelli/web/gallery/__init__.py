"""The paintings on the walls, over HTTP."""
