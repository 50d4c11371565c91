BEGIN;
ALTER TYPE mood ADD VALUE 'glum';
ALTER TABLE diaries ADD CONSTRAINT not_glum CHECK (mood <> 'glum') NOT VALID;
--> enum-value-too-early
COMMIT;
