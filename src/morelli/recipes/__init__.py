"""What is asked of a training: recipes, what is wrong in them, what can be known before it begins.

Nothing here needs PyTorch, so that a mistake is said at once.
"""
