BEGIN;
ALTER TABLE players ADD COLUMN a int;
ALTER TABLE guilds ADD COLUMN a int;
--> several-tables-locked
ALTER TABLE app.items ADD COLUMN a int;
COMMIT;
