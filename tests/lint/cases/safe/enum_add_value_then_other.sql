BEGIN;
ALTER TYPE mood ADD VALUE 'proud';
COMMENT ON TYPE mood IS 'How one feels.';
COMMIT;
