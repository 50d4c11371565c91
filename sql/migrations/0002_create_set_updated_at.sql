-- One trigger function stamps updated_at on every mutable table.
--
-- Why:     Postgres is truth: a moment of change that each program sets by itself is
--          sooner or later forgotten by one of them.
-- Safe:    a new function; nothing calls it yet.

CREATE FUNCTION set_updated_at() RETURNS trigger
LANGUAGE plpgsql
AS $body$
BEGIN
    NEW.updated_at := now();
    RETURN NEW;
END
$body$;

COMMENT ON FUNCTION set_updated_at() IS
'Trigger function: stamps updated_at with the start of the transaction.';
