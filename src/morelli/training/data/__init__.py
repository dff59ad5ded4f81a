"""What networks and heads learn from: pictures, their augmented copies, cached features."""
