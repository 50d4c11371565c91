"""The tests: one folder per subject, and the harness that gives them a server."""
