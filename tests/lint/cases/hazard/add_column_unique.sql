ALTER TABLE players ADD COLUMN phone text UNIQUE;
--> unique-without-index
