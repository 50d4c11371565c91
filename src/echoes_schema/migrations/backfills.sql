-- What is made where the first backfill runs. Every statement may run again.

CREATE TABLE IF NOT EXISTS echoes_schema.backfills (
    migration_id text NOT NULL,
    operation text NOT NULL,
    statement_hash text,
    begun_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    batches bigint NOT NULL DEFAULT 0,
    rows_passed bigint NOT NULL DEFAULT 0,
    rows_changed bigint NOT NULL DEFAULT 0,
    rows_expected bigint NOT NULL,
    passed_key text,
    last_key text,
    CONSTRAINT backfills_pkey PRIMARY KEY (migration_id, operation)
);

COMMENT ON TABLE echoes_schema.backfills IS
'Statements that run in batches and are not finished.';
COMMENT ON COLUMN echoes_schema.backfills.statement_hash IS
'SHA-256 of the statement and its column. NULL: go on with whatever the file says.';
COMMENT ON COLUMN echoes_schema.backfills.rows_passed IS
'Rows of the table that the batches went through, changed or not.';
COMMENT ON COLUMN echoes_schema.backfills.rows_expected IS
'The planner''s estimate of the table''s rows when it began.';
COMMENT ON COLUMN echoes_schema.backfills.passed_key IS
'Everything up to here is done. NULL: nothing is.';
COMMENT ON COLUMN echoes_schema.backfills.last_key IS
'The highest key when it began: it ends there. NULL: the table was empty.';

-- Keys are content of the table: they are for their owner.
GRANT SELECT (
    migration_id, operation, statement_hash, begun_at,
    batches, rows_passed, rows_changed, rows_expected
) ON echoes_schema.backfills TO public;
