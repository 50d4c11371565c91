"""Single changes of the schema, each with all that `check` must say of it."""

from typing import NamedTuple


class Change(NamedTuple):
    """What is done to the database, and the rule and the object of each finding."""

    sql: str
    findings: tuple[tuple[str, str], ...]


def change(sql: str, *findings: str) -> Change:
    """Return a change; a finding is written `rule: object`."""
    split = (finding.split(": ", 1) for finding in findings)
    return Change(sql, tuple(sorted((rule, name) for rule, name in split)))


GONE = {
    "column": change(
        "ALTER TABLE ship_types DROP COLUMN ship_class",
        "missing-column: column ship_types.ship_class",
        "missing-constraint: constraint ship_types_ship_class_check on ship_types",
    ),
    "foreign key": change(
        "ALTER TABLE systems DROP CONSTRAINT systems_region_id_fkey",
        "missing-constraint: constraint systems_region_id_fkey on systems",
    ),
    "index": change(
        "DROP INDEX idx_stations_system_id", "missing-index: index idx_stations_system_id"
    ),
    "check": change(
        "ALTER TABLE systems DROP CONSTRAINT systems_name_check",
        "missing-constraint: constraint systems_name_check on systems",
    ),
    "unique": change(
        "ALTER TABLE users DROP CONSTRAINT idx_users_email",
        "missing-constraint: constraint idx_users_email on users",
    ),
    "primary key": change(
        "ALTER TABLE market_prices DROP CONSTRAINT market_prices_pkey",
        "missing-constraint: constraint market_prices_pkey on market_prices",
    ),
    "trigger": change(
        "DROP TRIGGER users_set_updated_at ON users",
        "missing-trigger: trigger users_set_updated_at on users",
    ),
    "view": change("DROP VIEW ship_total_mass", "missing-view: view ship_total_mass"),
    "function": change(
        "ALTER FUNCTION set_updated_at() RENAME TO touch",
        "missing-function: function set_updated_at()",
        "undocumented-function: function touch()",
        *(
            f"changed-function: trigger {table}_set_updated_at on {table}"
            for table in (
                "characters",
                "inventory_items",
                "market_orders",
                "market_prices",
                "ship_instance_modules",
                "ship_instances",
                "users",
            )
        ),
    ),
    "table": change("DROP TABLE market_orders", "missing-table: table market_orders"),
    "table comment": change("COMMENT ON TABLE users IS NULL", "changed-comment: table users"),
    "column comment": change(
        "COMMENT ON COLUMN users.email IS NULL", "changed-comment: column users.email"
    ),
}

EXTRA = {
    "table": change("CREATE TABLE extra (id integer)", "undocumented-table: table extra"),
    "column": change(
        "ALTER TABLE users ADD COLUMN extra integer", "undocumented-column: column users.extra"
    ),
    "index": change("CREATE INDEX extra ON users (last_login)", "undocumented-index: index extra"),
    "constraint": change(
        "ALTER TABLE users ADD CONSTRAINT extra CHECK (username <> 'admin')",
        "undocumented-constraint: constraint extra on users",
    ),
    "view": change("CREATE VIEW extra AS SELECT 1 AS one", "undocumented-view: view extra"),
    "function": change(
        "CREATE FUNCTION extra(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "undocumented-function: function extra(integer)",
    ),
    "overloaded function": change(
        "CREATE FUNCTION set_updated_at(text) RETURNS text LANGUAGE sql AS 'SELECT $1'",
        "undocumented-function: function set_updated_at(text)",
    ),
    "trigger": change(
        "CREATE TRIGGER extra BEFORE UPDATE ON regions FOR EACH ROW "
        "EXECUTE FUNCTION set_updated_at()",
        "undocumented-trigger: trigger extra on regions",
    ),
    "enum": change("CREATE TYPE extra AS ENUM ('a')", "undocumented-enum: enum extra"),
    "sequence": change("CREATE SEQUENCE extra", "undocumented-sequence: sequence extra"),
    "domain": change("CREATE DOMAIN extra AS text", "undocumented-domain: domain extra"),
    "schema": change("CREATE SCHEMA extra", "undocumented-schema: schema extra"),
    "table in another schema": change(
        "CREATE SCHEMA extra CREATE TABLE thing (id integer)",
        "undocumented-schema: schema extra",
        "undocumented-table: table extra.thing",
    ),
    "composite type": change(
        "CREATE TYPE extra AS (a integer)", "undocumented-composite-type: composite type extra"
    ),
    "range": change(
        "CREATE TYPE extra AS RANGE (subtype = time)", "undocumented-range: range extra"
    ),
    "materialized view": change(
        "CREATE MATERIALIZED VIEW extra AS SELECT 1 AS one",
        "undocumented-materialized-view: materialized view extra",
    ),
    "aggregate": change(
        "CREATE AGGREGATE extra(integer) (SFUNC = int4pl, STYPE = integer)",
        "undocumented-aggregate: aggregate extra(integer)",
    ),
    "rule": change(
        "CREATE RULE extra AS ON DELETE TO regions DO INSTEAD NOTHING",
        "undocumented-rule: rule extra on table regions",
    ),
    "policy": change(
        "CREATE POLICY extra ON users", "undocumented-policy: policy extra on table users"
    ),
    "statistics object": change(
        "CREATE STATISTICS extra ON race, bloodline FROM characters",
        "undocumented-statistics-object: statistics object extra",
    ),
    "publication": change(
        "CREATE PUBLICATION extra FOR TABLE users", "undocumented-publication: publication extra"
    ),
    "operator": change(
        "CREATE OPERATOR === (FUNCTION = int4eq, LEFTARG = integer, RIGHTARG = integer)",
        "undocumented-operator: operator ===(integer,integer)",
    ),
    "default privileges": change(
        "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC",
        "undocumented-default-privileges: default privileges for role postgres on tables",
    ),
    "foreign server": change(
        "CREATE FOREIGN DATA WRAPPER extra; CREATE SERVER extra FOREIGN DATA WRAPPER extra",
        "undocumented-foreign-data-wrapper: foreign-data wrapper extra",
        "undocumented-server: server extra",
    ),
    "event trigger": change(
        "CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';"
        "CREATE EVENT TRIGGER extra ON ddl_command_end EXECUTE FUNCTION watch()",
        "undocumented-event-trigger: event trigger extra",
        "undocumented-function: function watch()",
    ),
}
