"""What a statement would meet on a live server: the relations that it means, and who is there."""
