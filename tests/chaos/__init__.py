"""Kills the runner, its backend, its connection and its server, and looks at what is left."""
