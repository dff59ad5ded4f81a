"""How it learns: the descent, and everything that is fitted after it."""
