"""Single changes of one fact each: views, functions, types, access and comments."""

Changes = dict[str, tuple[str, ...]]

_PEOPLE = "ALTER TABLE app.people"
_CHECK = "constraint people_score_check on app.people"
_ADD = "app.add(integer, integer)"

VIEWS: Changes = {
    "definition": (
        "CREATE OR REPLACE VIEW app.names AS SELECT id, name FROM app.people WHERE score > 0",
        "changed-definition: view app.names",
    ),
    "security barrier": (
        "ALTER VIEW app.names SET (security_barrier = true)",
        "changed-options: view app.names",
    ),
    "security invoker": (
        "ALTER VIEW app.names SET (security_invoker = true)",
        "changed-options: view app.names",
    ),
    "check option": (
        "ALTER VIEW app.names SET (check_option = local)",
        "changed-options: view app.names",
    ),
    "column renamed": (
        "ALTER VIEW app.names RENAME COLUMN name TO called",
        "missing-column: column app.names.name",
        "extra-column: column app.names.called",
        "changed-definition: view app.names",
    ),
    "materialized definition": (
        "DROP MATERIALIZED VIEW app.totals; CREATE MATERIALIZED VIEW app.totals AS "
        "SELECT state, count(*) AS amount FROM app.bookings WHERE id > 0 GROUP BY state;"
        "CREATE UNIQUE INDEX totals_key ON app.totals (state)",
        "changed-definition: materialized view app.totals",
    ),
    "materialized view's index": (
        "DROP INDEX app.totals_key",
        "missing-index: index app.totals_key",
    ),
}
FUNCTIONS: Changes = {
    "body": (
        "CREATE OR REPLACE FUNCTION app.add(a integer, b integer) RETURNS integer "
        "LANGUAGE sql AS 'SELECT b + a'",
        f"changed-body: function {_ADD}",
    ),
    "volatility": (f"ALTER FUNCTION {_ADD} IMMUTABLE", f"changed-volatility: function {_ADD}"),
    "parallel": (f"ALTER FUNCTION {_ADD} PARALLEL SAFE", f"changed-parallel: function {_ADD}"),
    "setting": (
        f"ALTER FUNCTION {_ADD} SET search_path = app",
        f"changed-settings: function {_ADD}",
    ),
    "security": (f"ALTER FUNCTION {_ADD} SECURITY DEFINER", f"changed-security: function {_ADD}"),
    "cost": (f"ALTER FUNCTION {_ADD} COST 5", f"changed-cost: function {_ADD}"),
    "owner": (f"ALTER FUNCTION {_ADD} OWNER TO pg_monitor", f"changed-owner: function {_ADD}"),
    "procedure": (
        "CREATE OR REPLACE PROCEDURE app.tidy() LANGUAGE sql AS 'SELECT 2'",
        "changed-body: function app.tidy()",
    ),
    "aggregate": (
        "DROP AGGREGATE app.total(integer);"
        "CREATE AGGREGATE app.total(integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '1')",
        "changed-initial-value: aggregate app.total(integer)",
    ),
    "trigger timing": (
        "CREATE OR REPLACE TRIGGER people_touch AFTER UPDATE ON app.people "
        "FOR EACH ROW EXECUTE FUNCTION app.touch()",
        "changed-timing: trigger people_touch on app.people",
    ),
    "trigger disabled": (
        f"{_PEOPLE} DISABLE TRIGGER people_touch",
        "changed-state: trigger people_touch on app.people",
    ),
    "rule dropped": (
        "DROP RULE names_log ON app.names",
        "missing-rule: rule names_log on view app.names",
    ),
    "rule changed": (
        "CREATE OR REPLACE RULE names_log AS ON UPDATE TO app.names DO INSTEAD SELECT 1",
        "changed-definition: rule names_log on view app.names",
    ),
    "event trigger dropped": (
        "DROP EVENT TRIGGER watcher",
        "missing-event-trigger: event trigger watcher",
    ),
    "event trigger state": (
        "ALTER EVENT TRIGGER watcher ENABLE",
        "changed-state: event trigger watcher",
    ),
}
TYPES: Changes = {
    "enum label": ("ALTER TYPE app.mood ADD VALUE 'mad'", "changed-labels: enum app.mood"),
    "enum order": (
        "DROP TYPE app.mood; CREATE TYPE app.mood AS ENUM ('sad', 'glad', 'ok');"
        "COMMENT ON TYPE app.mood IS 'How one feels.'",
        "changed-labels: enum app.mood",
    ),
    "domain check": (
        "ALTER DOMAIN app.email DROP CONSTRAINT email_form;"
        "ALTER DOMAIN app.email ADD CONSTRAINT email_form CHECK (VALUE LIKE '%@%.%')",
        "changed-expression: domain constraint email_form on domain app.email",
    ),
    "domain not null": (
        "ALTER DOMAIN app.email SET NOT NULL",
        "changed-nullability: domain app.email",
    ),
    "domain default": (
        "ALTER DOMAIN app.email SET DEFAULT 'a@b'",
        "changed-default: domain app.email",
    ),
    "attribute's type": (
        "ALTER TYPE app.point ALTER ATTRIBUTE y TYPE bigint",
        "changed-attributes: composite type app.point",
    ),
    "attribute added": (
        "ALTER TYPE app.point ADD ATTRIBUTE z integer",
        "changed-attributes: composite type app.point",
    ),
    "range dropped": ("DROP TYPE app.span", "missing-range: range app.span"),
    "collation dropped": ("DROP COLLATION app.plain", "missing-collation: collation app.plain"),
    "sequence increment": (
        "ALTER SEQUENCE app.tickets INCREMENT 5",
        "changed-increment: sequence app.tickets",
    ),
    "sequence owned": (
        "ALTER SEQUENCE app.tickets OWNED BY app.people.id",
        "changed-owned-by: sequence app.tickets",
    ),
    "serial's ownership": (
        "ALTER SEQUENCE app.bookings_id_seq OWNED BY NONE",
        "extra-sequence: sequence app.bookings_id_seq",
    ),
    "operator dropped": (
        "DROP OPERATOR app.=== (integer, integer)",
        "missing-operator: operator app.===(integer,integer)",
    ),
    "text search dropped": (
        "DROP TEXT SEARCH CONFIGURATION app.words",
        "missing-text-search-configuration: text search configuration app.words",
    ),
    "text search mapping": (
        "ALTER TEXT SEARCH CONFIGURATION app.words DROP MAPPING FOR word",
        "changed-mappings: text search configuration app.words",
    ),
    "schema": ("CREATE SCHEMA extra", "extra-schema: schema extra"),
}
ACCESS: Changes = {
    "policy using": (
        "ALTER POLICY own ON app.people USING (score > 1)",
        "changed-using: policy own on table app.people",
    ),
    "policy role": (
        "ALTER POLICY own ON app.people TO PUBLIC",
        "changed-roles: policy own on table app.people",
    ),
    "table grant": (
        "GRANT SELECT ON app.bookings TO pg_monitor",
        "extra-privileges: privileges of pg_monitor on table app.bookings",
    ),
    "grant option": (
        "GRANT SELECT ON app.people TO pg_monitor WITH GRANT OPTION",
        "changed-privileges: privileges of pg_monitor on table app.people",
    ),
    "column grant": (
        "GRANT UPDATE (nick), INSERT (nick) ON app.people TO pg_monitor",
        "changed-privileges: privileges of pg_monitor on column app.people.nick",
    ),
    "schema grant": (
        "GRANT USAGE ON SCHEMA app TO pg_monitor",
        "extra-privileges: privileges of pg_monitor on schema app",
    ),
    "function revoke": (
        f"REVOKE EXECUTE ON FUNCTION {_ADD} FROM PUBLIC",
        f"extra-privileges: privileges of PUBLIC on function {_ADD}",
    ),
    "sequence grant": (
        "GRANT USAGE ON SEQUENCE app.tickets TO pg_monitor",
        "extra-privileges: privileges of pg_monitor on sequence app.tickets",
    ),
    "type revoke": (
        "REVOKE USAGE ON TYPE app.mood FROM PUBLIC",
        "extra-privileges: privileges of PUBLIC on enum app.mood",
    ),
    "database revoke": (
        "DO $$ BEGIN EXECUTE format('REVOKE CONNECT ON DATABASE %I FROM PUBLIC', "
        "current_database()); END $$",
        "extra-privileges: privileges of PUBLIC on database",
    ),
    "public schema revoke": (
        "REVOKE USAGE ON SCHEMA public FROM PUBLIC",
        "extra-privileges: privileges of PUBLIC on schema public",
    ),
    "default privileges": (
        "ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO pg_monitor",
        "extra-default-privileges: default privileges for role postgres in schema app on tables",
    ),
    "publication's table": (
        "ALTER PUBLICATION feed ADD TABLE app.bookings",
        "changed-tables: publication feed",
    ),
    "statistics dropped": (
        "DROP STATISTICS app.people_stats",
        "missing-statistics-object: statistics object app.people_stats",
    ),
    "statistics' target": (
        "ALTER STATISTICS app.people_stats SET STATISTICS 5",
        "changed-target: statistics object app.people_stats",
    ),
    "server option": (
        "ALTER SERVER away OPTIONS (SET host 'b')",
        "changed-options: server away",
    ),
    "foreign table's column": (
        "ALTER FOREIGN TABLE app.remote ADD x integer",
        "extra-column: column app.remote.x",
    ),
    "user mapping": (
        "DROP USER MAPPING FOR PUBLIC SERVER away",
        "missing-user-mapping: user mapping PUBLIC on server away",
    ),
}
COMMENTS: Changes = {
    label: (f"COMMENT ON {sql} IS 'x'", f"changed-comment: {label}")
    for sql, label in {
        "TABLE app.people": "table app.people",
        "COLUMN app.people.name": "column app.people.name",
        "INDEX app.people_name_idx": "index app.people_name_idx",
        "CONSTRAINT people_score_check ON app.people": _CHECK,
        f"FUNCTION {_ADD}": f"function {_ADD}",
        "SCHEMA app": "schema app",
        "TYPE app.mood": "enum app.mood",
        "POLICY own ON app.people": "policy own on table app.people",
        "SEQUENCE app.tickets": "sequence app.tickets",
        "DOMAIN app.email": "domain app.email",
        "CONSTRAINT email_form ON DOMAIN app.email": (
            "domain constraint email_form on domain app.email"
        ),
        "AGGREGATE app.total(integer)": "aggregate app.total(integer)",
        "MATERIALIZED VIEW app.totals": "materialized view app.totals",
        "TRIGGER people_touch ON app.people": "trigger people_touch on app.people",
        "STATISTICS app.people_stats": "statistics object app.people_stats",
        "PUBLICATION feed": "publication feed",
        "SERVER away": "server away",
        "EVENT TRIGGER watcher": "event trigger watcher",
    }.items()
}
