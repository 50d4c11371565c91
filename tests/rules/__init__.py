"""The lint rules, held to the examples on their own pages."""
