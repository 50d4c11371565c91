"""Tests of the database itself: what sql/ promises, on a real server."""
