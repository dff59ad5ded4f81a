"""How often one visitor may do what costs the server something lasting, or tries a password."""
