-- The bookkeeping of echoes-schema. Every statement may run again.

CREATE SCHEMA IF NOT EXISTS echoes_schema;

COMMENT ON SCHEMA echoes_schema IS
'Which migrations this database has. Kept by echoes-schema; do not write here.';

CREATE TABLE IF NOT EXISTS echoes_schema.migrations (
    id text NOT NULL CONSTRAINT migrations_pkey PRIMARY KEY,
    position bigint GENERATED ALWAYS AS IDENTITY,
    kind text NOT NULL,
    is_transactional boolean NOT NULL,
    is_out_of_order boolean NOT NULL,
    file_hash text NOT NULL,
    content_hash text NOT NULL,
    up_text text NOT NULL,
    down_text text,
    applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
);

COMMENT ON TABLE echoes_schema.migrations IS
'One row a migration that is applied now.';
COMMENT ON COLUMN echoes_schema.migrations.position IS
'The order in which they were really applied.';
COMMENT ON COLUMN echoes_schema.migrations.file_hash IS
'SHA-256 of the file''s text, line ends as \n.';
COMMENT ON COLUMN echoes_schema.migrations.content_hash IS
'SHA-256 of its statements as PostgreSQL prints them: comments do not count.';
COMMENT ON COLUMN echoes_schema.migrations.down_text IS
'What takes it back. NULL: nothing does.';

CREATE TABLE IF NOT EXISTS echoes_schema.events (
    id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT events_pkey PRIMARY KEY,
    migration_id text NOT NULL,
    operation text NOT NULL,
    is_success boolean NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    database_role text NOT NULL DEFAULT current_user,
    os_user text NOT NULL,
    host text NOT NULL,
    tool_version text NOT NULL,
    line integer,
    sqlstate text,
    message text
);

COMMENT ON TABLE echoes_schema.events IS
'Everything that was tried: apply, rollback, adopt and baseline, successes and failures.';
COMMENT ON COLUMN echoes_schema.events.line IS
'Where in the file it failed, from 1. NULL: it did not, or nowhere in particular.';

CREATE TABLE IF NOT EXISTS echoes_schema.checkpoints (
    migration_id text NOT NULL,
    operation text NOT NULL,
    statement_hash text NOT NULL,
    begun_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    completed_at timestamptz,
    CONSTRAINT checkpoints_pkey PRIMARY KEY (migration_id, operation, statement_hash)
);

COMMENT ON TABLE echoes_schema.checkpoints IS
'Statements of files that run outside a transaction and are not finished.';
COMMENT ON COLUMN echoes_schema.checkpoints.completed_at IS
'NULL: it was begun; whether it came to its end is not known.';

-- Anyone may look at what is applied; the texts, which may hold more, are for their owner.
GRANT USAGE ON SCHEMA echoes_schema TO public;
GRANT SELECT (
    id, position, kind, is_transactional, is_out_of_order, file_hash, content_hash, applied_at
) ON echoes_schema.migrations TO public;
GRANT SELECT ON echoes_schema.events TO public;
GRANT SELECT ON echoes_schema.checkpoints TO public;
