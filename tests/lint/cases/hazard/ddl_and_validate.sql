BEGIN;
ALTER TABLE app.items ADD COLUMN note text;
ALTER TABLE players VALIDATE CONSTRAINT players_level_check;
--> work-while-locked
COMMIT;
