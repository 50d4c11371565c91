ALTER VIEW player_names RENAME COLUMN nick TO display_name;
--> rename-column
