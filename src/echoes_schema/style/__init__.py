"""How SQL files are to look: sqlfluff judges them and mends them, cached and in processes."""
