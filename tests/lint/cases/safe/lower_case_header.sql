-- author: someone
-- description: adds a column
-- ticket: ABC-123
ALTER TABLE players ADD COLUMN motto text;
