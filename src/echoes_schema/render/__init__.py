"""Reports as text and as JSON: pure functions, one file a format."""
