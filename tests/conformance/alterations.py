"""Single changes of one fact each, with what `check` must say of it."""

from tests.conformance.changes import Change, change

_BOOK = "idx_market_orders_best_buy"
_DROP_BOOK = f"DROP INDEX {_BOOK}; CREATE INDEX {_BOOK} ON market_orders"
_BOOK_COMMENT = (
    f"; COMMENT ON INDEX {_BOOK} IS "
    "'Open buy orders of an item at a station, dearest and oldest first.'"
)
_BOOK_KEYS = "station_id, module_type_id, price DESC, created_at, id"
_OPEN = "order_type = 'Buy' AND status = 'Open'"
_FOREIGN_KEY = "systems_region_id_fkey"
_DROP_FOREIGN_KEY = f"ALTER TABLE systems DROP CONSTRAINT {_FOREIGN_KEY}, ADD CONSTRAINT"
_CHECK = "inventory_items_quantity_check"
_DROP_CHECK = f"ALTER TABLE inventory_items DROP CONSTRAINT {_CHECK}, ADD CONSTRAINT {_CHECK}"
_TRIGGER = "users_set_updated_at"
_REPLACE_TRIGGER = f"CREATE OR REPLACE TRIGGER {_TRIGGER}"
_CALL = "EXECUTE FUNCTION set_updated_at()"


def _book(sql: str, fact: str) -> Change:
    return change(f"{_DROP_BOOK} {sql}{_BOOK_COMMENT}", f"changed-{fact}: index {_BOOK}")


def _foreign_key(sql: str, fact: str) -> Change:
    name = f"constraint {_FOREIGN_KEY} on systems"
    return change(
        f"{_DROP_FOREIGN_KEY} {_FOREIGN_KEY} FOREIGN KEY {sql}", f"changed-{fact}: {name}"
    )


def _check(sql: str, fact: str) -> Change:
    name = f"constraint {_CHECK} on inventory_items"
    return change(f"{_DROP_CHECK} CHECK {sql}", f"changed-{fact}: {name}")


def _trigger(sql: str, fact: str) -> Change:
    return change(sql, f"changed-{fact}: trigger {_TRIGGER} on users")


def _column(sql: str, fact: str, name: str) -> Change:
    table, _, column = name.partition(".")
    return change(
        f"ALTER TABLE {table} ALTER COLUMN {column} {sql}", f"changed-{fact}: column {name}"
    )


def _function(sql: str, fact: str) -> Change:
    return change(
        f"ALTER FUNCTION uuid_generate_v7() {sql}", f"changed-{fact}: function uuid_generate_v7()"
    )


CHANGED = {
    "column type": _column("TYPE bigint", "type", "ship_types.rig_slots"),
    "column typmod": _column("TYPE varchar(60)", "type", "characters.race"),
    "text in place of varchar": _column("TYPE text", "type", "characters.race"),
    "column default": _column("SET DEFAULT 1", "default", "characters.wallet_balance"),
    "default dropped": _column("DROP DEFAULT", "default", "market_orders.status"),
    "default added": _column("SET DEFAULT 'x'", "default", "characters.race"),
    "nullable": _column("DROP NOT NULL", "nullability", "characters.race"),
    "not nullable": _column("SET NOT NULL", "nullability", "users.last_login"),
    "collation": _column('TYPE varchar(50) COLLATE "C"', "collation", "characters.race"),
    "identity": change(
        "ALTER TABLE regions ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY",
        "changed-identity: column regions.id",
    ),
    "fillfactor": change(
        "ALTER TABLE characters SET (fillfactor = 90)", "changed-options: table characters"
    ),
    "row level security": change(
        "ALTER TABLE users ENABLE ROW LEVEL SECURITY", "changed-row-security: table users"
    ),
    "unlogged": change(
        "ALTER TABLE market_prices SET UNLOGGED", "changed-persistence: table market_prices"
    ),
    "table comment": change("COMMENT ON TABLE users IS 'x'", "changed-comment: table users"),
    "index comment": change(
        "COMMENT ON INDEX idx_systems_name_lower IS 'x'",
        "changed-comment: index idx_systems_name_lower",
    ),
    "constraint comment": change(
        "COMMENT ON CONSTRAINT users_email_check ON users IS 'x'",
        "changed-comment: constraint users_email_check on users",
    ),
    "trigger comment": _trigger(
        "COMMENT ON TRIGGER users_set_updated_at ON users IS 'x'", "comment"
    ),
    "view comment": change(
        "COMMENT ON VIEW ship_total_mass IS 'x'", "changed-comment: view ship_total_mass"
    ),
    "view column comment": change(
        "COMMENT ON COLUMN ship_total_mass.total_mass IS 'x'",
        "changed-comment: column ship_total_mass.total_mass",
    ),
    "function comment": change(
        "COMMENT ON FUNCTION set_updated_at() IS 'x'", "changed-comment: function set_updated_at()"
    ),
    "on delete": _foreign_key("(region_id) REFERENCES regions (id) ON DELETE CASCADE", "on-delete"),
    "on delete restrict": _foreign_key(
        "(region_id) REFERENCES regions (id) ON DELETE RESTRICT", "on-delete"
    ),
    "on delete set null": _foreign_key(
        "(region_id) REFERENCES regions (id) ON DELETE SET NULL", "on-delete"
    ),
    "columns of set null": change(
        "ALTER TABLE characters DROP CONSTRAINT characters_active_ship_instance_id_fkey,"
        "ADD CONSTRAINT characters_active_ship_instance_id_fkey "
        "FOREIGN KEY (active_ship_instance_id, id) REFERENCES ship_instances (id, character_id)"
        "ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED",
        "changed-on-delete: constraint characters_active_ship_instance_id_fkey on characters",
    ),
    "on update": _foreign_key("(region_id) REFERENCES regions (id) ON UPDATE CASCADE", "on-update"),
    "match": _foreign_key("(region_id) REFERENCES regions (id) MATCH FULL", "match"),
    "deferrable": _foreign_key("(region_id) REFERENCES regions (id) DEFERRABLE", "deferral"),
    "not valid": _foreign_key("(region_id) REFERENCES regions (id) NOT VALID", "validation"),
    "foreign key's table": _foreign_key("(region_id) REFERENCES ship_types (id)", "reference"),
    "foreign key's column": _foreign_key("(id) REFERENCES regions (id)", "columns"),
    "check": _check("(quantity >= 0)", "expression"),
    "check cast": _check("(quantity::integer > 0)", "expression"),
    "check not valid": _check("(quantity > 0) NOT VALID", "validation"),
    "check no inherit": _check("(quantity > 0) NO INHERIT", "inheritance"),
    "check turned into unique": change(
        f"{_DROP_CHECK} UNIQUE (quantity)", f"changed-kind: constraint {_CHECK} on inventory_items"
    ),
    "value of a list": change(
        "ALTER TABLE regions DROP CONSTRAINT regions_security_status_check, "
        "ADD CONSTRAINT regions_security_status_check "
        "CHECK (security_status IN ('High', 'Low', 'Nul'))",
        "changed-expression: constraint regions_security_status_check on regions",
    ),
    "unique columns": change(
        "ALTER TABLE users DROP CONSTRAINT idx_users_username,"
        "ADD CONSTRAINT idx_users_username UNIQUE (username, email)",
        "changed-columns: constraint idx_users_username on users",
    ),
    "nulls distinct": change(
        "ALTER TABLE inventory_items DROP CONSTRAINT uq_inventory_items_stack,"
        "ADD CONSTRAINT uq_inventory_items_stack UNIQUE (character_id, location_station_id,"
        "module_type_id, location_system_id, stack_number);"
        "COMMENT ON CONSTRAINT uq_inventory_items_stack ON inventory_items IS "
        "'Each numbered stack of an item at a place exists once.'",
        "changed-nulls: constraint uq_inventory_items_stack on inventory_items",
    ),
    "unique deferrable": change(
        "ALTER TABLE users DROP CONSTRAINT idx_users_email,"
        "ADD CONSTRAINT idx_users_email UNIQUE (email) DEFERRABLE",
        "changed-deferral: constraint idx_users_email on users",
    ),
    "index order": _book(
        f"(station_id, module_type_id, price, created_at, id) WHERE {_OPEN}", "keys"
    ),
    "index nulls": _book(
        f"(station_id, module_type_id, price DESC NULLS LAST, created_at, id) WHERE {_OPEN}",
        "keys",
    ),
    "index columns": _book(
        f"(module_type_id, station_id, price DESC, created_at, id) WHERE {_OPEN}", "keys"
    ),
    "index predicate": _book(f"({_BOOK_KEYS}) WHERE order_type = 'Buy'", "predicate"),
    "index predicate value": _book(
        f"({_BOOK_KEYS}) WHERE order_type = 'Sell' AND status = 'Open'", "predicate"
    ),
    "index include": _book(f"({_BOOK_KEYS}) INCLUDE (quantity) WHERE {_OPEN}", "include"),
    "index fillfactor": _book(f"({_BOOK_KEYS}) WITH (fillfactor = 70) WHERE {_OPEN}", "options"),
    "index method": change(
        "DROP INDEX idx_systems_region_id;"
        "CREATE INDEX idx_systems_region_id ON systems USING hash (region_id)",
        "changed-method: index idx_systems_region_id",
    ),
    "index operator class": change(
        "DROP INDEX idx_systems_name_lower;"
        "CREATE INDEX idx_systems_name_lower ON systems (lower(name) text_pattern_ops);"
        "COMMENT ON INDEX idx_systems_name_lower IS 'Search by name in any case.'",
        "changed-keys: index idx_systems_name_lower",
    ),
    "index collation": change(
        "DROP INDEX idx_systems_name_lower;"
        'CREATE INDEX idx_systems_name_lower ON systems (lower(name) COLLATE "C");'
        "COMMENT ON INDEX idx_systems_name_lower IS 'Search by name in any case.'",
        "changed-keys: index idx_systems_name_lower",
    ),
    "index uniqueness": change(
        "DROP INDEX idx_characters_user_id;"
        "CREATE UNIQUE INDEX idx_characters_user_id ON characters (user_id)",
        "changed-uniqueness: index idx_characters_user_id",
    ),
    "index nulls not distinct": change(
        "DROP INDEX uq_users_email_lower;"
        "CREATE UNIQUE INDEX uq_users_email_lower ON users (lower(email)) NULLS NOT DISTINCT;"
        "COMMENT ON INDEX uq_users_email_lower IS "
        "'Addresses differ by more than case; serves log-in by lower(email).'",
        "changed-nulls: index uq_users_email_lower",
    ),
    "index expression": change(
        "DROP INDEX uq_users_email_lower;"
        "CREATE UNIQUE INDEX uq_users_email_lower ON users (upper(email));"
        "COMMENT ON INDEX uq_users_email_lower IS "
        "'Addresses differ by more than case; serves log-in by lower(email).'",
        "changed-keys: index uq_users_email_lower",
    ),
    "invalid index": change(
        "UPDATE pg_index SET indisvalid = false "
        "WHERE indexrelid = 'idx_systems_region_id'::regclass",
        "changed-validity: index idx_systems_region_id",
    ),
    "trigger condition": _trigger(
        f"{_REPLACE_TRIGGER} BEFORE UPDATE ON users FOR EACH ROW "
        f"WHEN (old.email IS DISTINCT FROM new.email) {_CALL}",
        "condition",
    ),
    "trigger timing": _trigger(
        f"{_REPLACE_TRIGGER} AFTER UPDATE ON users FOR EACH ROW "
        f"WHEN (old.* IS DISTINCT FROM new.*) {_CALL}",
        "timing",
    ),
    "trigger columns": _trigger(
        f"{_REPLACE_TRIGGER} BEFORE UPDATE OF email ON users FOR EACH ROW "
        f"WHEN (old.* IS DISTINCT FROM new.*) {_CALL}",
        "columns",
    ),
    "trigger disabled": _trigger(f"ALTER TABLE users DISABLE TRIGGER {_TRIGGER}", "state"),
    "trigger replica": _trigger(f"ALTER TABLE users ENABLE REPLICA TRIGGER {_TRIGGER}", "state"),
    "trigger always": _trigger(f"ALTER TABLE users ENABLE ALWAYS TRIGGER {_TRIGGER}", "state"),
    "function body": change(
        "CREATE OR REPLACE FUNCTION set_updated_at() RETURNS trigger LANGUAGE plpgsql "
        "AS 'BEGIN RETURN NEW; END'",
        "changed-body: function set_updated_at()",
    ),
    "function volatility": _function("STABLE", "volatility"),
    "function parallel": _function("PARALLEL UNSAFE", "parallel"),
    "function strictness": _function("STRICT", "strictness"),
    "function security": _function("SECURITY DEFINER", "security"),
    "function leakproof": _function("LEAKPROOF", "leakproof"),
    "function setting": _function("SET search_path = public", "settings"),
    "view definition": change(
        "CREATE OR REPLACE VIEW character_total_wealth AS SELECT id AS character_id,"
        "wallet_balance, 0::numeric AS inventory_value, 0::numeric AS total_wealth FROM characters",
        "changed-definition: view character_total_wealth",
    ),
    "view option": change(
        "ALTER VIEW ship_total_mass SET (security_invoker = true)",
        "changed-options: view ship_total_mass",
    ),
    "view column renamed": change(
        "ALTER VIEW ship_total_mass RENAME COLUMN total_mass TO mass",
        "missing-column: column ship_total_mass.total_mass",
        "undocumented-column: column ship_total_mass.mass",
        "changed-definition: view ship_total_mass",
    ),
}
