"""From what was learnt to a bundle: graphs, their assembly, where it all comes from."""
