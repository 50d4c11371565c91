"""The migration runner against a real server."""
