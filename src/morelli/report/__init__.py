"""Reports that people look at: one HTML file that needs no network, and a summary in Markdown."""
