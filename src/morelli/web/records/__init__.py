"""The Django app: the tables of what visitors leave on the server, and their migrations."""
