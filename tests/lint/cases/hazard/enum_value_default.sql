BEGIN;
ALTER TYPE public.mood ADD VALUE 'calm';
ALTER TABLE diaries ALTER COLUMN mood SET DEFAULT 'calm'::mood;
--> enum-value-too-early
COMMIT;
