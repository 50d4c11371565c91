BEGIN;
ALTER TYPE mood ADD VALUE IF NOT EXISTS 'angry' AFTER 'sad';
UPDATE diaries SET mood = 'angry' WHERE id = 3;
--> enum-value-too-early
COMMIT;
