ALTER TABLE players RENAME nick TO display_name;
--> rename-column
