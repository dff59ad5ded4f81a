"""How good a bundle is: metrics with intervals, and reports that people look at."""
