"""The servers of the real world: behind a pooler, standing by, old, or closed to the role."""
