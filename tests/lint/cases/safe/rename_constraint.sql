ALTER TABLE players RENAME CONSTRAINT players_level_check TO level_above_zero;
