BEGIN;
SAVEPOINT before_column;
ALTER TABLE players ADD COLUMN maybe int;
RELEASE SAVEPOINT before_column;
COMMIT;
