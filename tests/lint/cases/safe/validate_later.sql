ALTER TABLE players VALIDATE CONSTRAINT players_level_check;
