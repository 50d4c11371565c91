"""One lint rule, one file. Its docstring is its page, and the examples there are its tests."""
