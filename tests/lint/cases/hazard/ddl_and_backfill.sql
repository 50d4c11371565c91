BEGIN;
ALTER TABLE players ADD COLUMN score int;
UPDATE players SET score = level * 10;
--> unbatched-write
--> work-while-locked
COMMIT;
