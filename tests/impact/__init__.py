"""What a migration would meet in a live database."""
