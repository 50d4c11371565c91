ALTER TABLE players DROP CONSTRAINT players_level_check
ALTER TABLE players ADD COLUMN a int;
--> syntax-error
