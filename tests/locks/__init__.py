"""What statements lock: by their text, and on a real server."""
