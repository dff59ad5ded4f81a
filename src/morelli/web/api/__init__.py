"""The typed API under /api/: one module per resource, each with its schemas and its router."""
