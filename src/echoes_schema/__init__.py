"""The schema of the Echoes MMO backend, and the toolkit that looks after it."""
