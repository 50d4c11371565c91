ALTER TABLE players ADD COLUMN interim int;
ALTER TABLE players DROP COLUMN interim;
