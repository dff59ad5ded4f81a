"""The web server: the typed API, the original server's interface and the browser app."""
