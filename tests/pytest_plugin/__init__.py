"""The fixtures that other projects get."""
