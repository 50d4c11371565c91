"""Foreign keys, unique keys and indexes, written out by hand as PostgreSQL prints them."""

# Table and definition as PostgreSQL prints it: no ON DELETE means NO ACTION.
FOREIGN_KEYS: dict[str, tuple[str, str]] = {
    "systems_region_id_fkey": (
        "systems",
        "FOREIGN KEY (region_id) REFERENCES regions(id)",
    ),
    "stations_system_id_fkey": (
        "stations",
        "FOREIGN KEY (system_id) REFERENCES systems(id)",
    ),
    "module_types_ship_type_id_fkey": (
        "module_types",
        "FOREIGN KEY (ship_type_id) REFERENCES ship_types(id)",
    ),
    "characters_user_id_fkey": (
        "characters",
        "FOREIGN KEY (user_id) REFERENCES users(id)",
    ),
    "characters_current_system_id_fkey": (
        "characters",
        "FOREIGN KEY (current_system_id) REFERENCES systems(id)",
    ),
    "characters_active_ship_instance_id_fkey": (
        "characters",
        "FOREIGN KEY (active_ship_instance_id, id) REFERENCES ship_instances(id, character_id)"
        " ON DELETE SET NULL (active_ship_instance_id) DEFERRABLE INITIALLY DEFERRED",
    ),
    "ship_instances_character_id_fkey": (
        "ship_instances",
        "FOREIGN KEY (character_id) REFERENCES characters(id)",
    ),
    "ship_instances_ship_type_id_fkey": (
        "ship_instances",
        "FOREIGN KEY (ship_type_id) REFERENCES ship_types(id)",
    ),
    "ship_instances_location_system_id_fkey": (
        "ship_instances",
        "FOREIGN KEY (location_system_id) REFERENCES systems(id)",
    ),
    "ship_instances_location_station_id_fkey": (
        "ship_instances",
        "FOREIGN KEY (location_station_id, location_system_id) REFERENCES stations(id, system_id)",
    ),
    "ship_instance_modules_ship_instance_id_fkey": (
        "ship_instance_modules",
        "FOREIGN KEY (ship_instance_id) REFERENCES ship_instances(id) ON DELETE CASCADE",
    ),
    "ship_instance_modules_module_type_id_fkey": (
        "ship_instance_modules",
        "FOREIGN KEY (module_type_id) REFERENCES module_types(id)",
    ),
    "inventory_items_character_id_fkey": (
        "inventory_items",
        "FOREIGN KEY (character_id) REFERENCES characters(id)",
    ),
    "inventory_items_module_type_id_fkey": (
        "inventory_items",
        "FOREIGN KEY (module_type_id) REFERENCES module_types(id)",
    ),
    "inventory_items_location_system_id_fkey": (
        "inventory_items",
        "FOREIGN KEY (location_system_id) REFERENCES systems(id)",
    ),
    "inventory_items_location_station_id_fkey": (
        "inventory_items",
        "FOREIGN KEY (location_station_id, location_system_id) REFERENCES stations(id, system_id)",
    ),
    "market_orders_character_id_fkey": (
        "market_orders",
        "FOREIGN KEY (character_id) REFERENCES characters(id)",
    ),
    "market_orders_module_type_id_fkey": (
        "market_orders",
        "FOREIGN KEY (module_type_id) REFERENCES module_types(id)",
    ),
    "market_orders_station_id_fkey": (
        "market_orders",
        "FOREIGN KEY (station_id) REFERENCES stations(id)",
    ),
    "market_prices_module_type_id_fkey": (
        "market_prices",
        "FOREIGN KEY (module_type_id) REFERENCES module_types(id) ON DELETE CASCADE",
    ),
}

# Documented are the first three; the others say what cannot be otherwise.
UNIQUE_KEYS: dict[str, tuple[str, str]] = {
    "idx_users_username": ("users", "UNIQUE (username)"),
    "idx_users_email": ("users", "UNIQUE (email)"),
    "idx_characters_name": ("characters", "UNIQUE (name)"),
    "uq_stations_id_system_id": ("stations", "UNIQUE (id, system_id)"),
    "uq_module_types_ship_type_id": ("module_types", "UNIQUE (ship_type_id)"),
    "uq_ship_instances_id_character_id": ("ship_instances", "UNIQUE (id, character_id)"),
    "uq_ship_instance_modules_slot": (
        "ship_instance_modules",
        "UNIQUE (ship_instance_id, slot_type, slot_number)",
    ),
    "uq_inventory_items_stack": (
        "inventory_items",
        "UNIQUE NULLS NOT DISTINCT (character_id, location_station_id, module_type_id,"
        " location_system_id, stack_number)",
    ),
}

# The ten statements of the design document, word for word.
INDEX_STATEMENTS = """\
CREATE INDEX idx_users_username ON users(username);
CREATE INDEX idx_users_email ON users(email);
CREATE INDEX idx_characters_user_id ON characters(user_id);
CREATE INDEX idx_characters_name ON characters(name);
CREATE INDEX idx_ship_instances_character_id ON ship_instances(character_id);
CREATE INDEX idx_ship_instances_location ON ship_instances(location_system_id, location_station_id);
CREATE INDEX idx_ship_instance_modules_ship_id ON ship_instance_modules(ship_instance_id);
CREATE INDEX idx_inventory_items_character_id ON inventory_items(character_id);
CREATE INDEX idx_systems_region_id ON systems(region_id);
CREATE INDEX idx_stations_system_id ON stations(system_id);
"""
# Table and key of every index that no constraint brings along, as PostgreSQL prints it.
INDEXES: dict[str, tuple[str, str]] = {
    "idx_users_username": ("users", "btree (username)"),
    "idx_users_email": ("users", "btree (email)"),
    "idx_characters_user_id": ("characters", "btree (user_id)"),
    "idx_characters_name": ("characters", "btree (name)"),
    "idx_ship_instances_character_id": ("ship_instances", "btree (character_id)"),
    "idx_ship_instances_location": (
        "ship_instances",
        "btree (location_system_id, location_station_id)",
    ),
    "idx_ship_instance_modules_ship_id": ("ship_instance_modules", "btree (ship_instance_id)"),
    "idx_inventory_items_character_id": ("inventory_items", "btree (character_id)"),
    "idx_systems_region_id": ("systems", "btree (region_id)"),
    "idx_stations_system_id": ("stations", "btree (system_id)"),
}
ADDED_INDEXES: dict[str, tuple[str, str]] = {
    "uq_users_username_lower": ("users", "btree (lower((username)::text))"),
    "uq_users_email_lower": ("users", "btree (lower((email)::text))"),
    "uq_characters_name_lower": ("characters", "btree (lower((name)::text))"),
    "idx_characters_current_system_id": ("characters", "btree (current_system_id)"),
    "idx_systems_name_lower": ("systems", "btree (lower((name)::text))"),
    "idx_market_orders_best_sell": (
        "market_orders",
        "btree (station_id, module_type_id, price, created_at, id)"
        " WHERE (((order_type)::text = 'Sell'::text) AND ((status)::text = 'Open'::text))",
    ),
    "idx_market_orders_best_buy": (
        "market_orders",
        "btree (station_id, module_type_id, price DESC, created_at, id)"
        " WHERE (((order_type)::text = 'Buy'::text) AND ((status)::text = 'Open'::text))",
    ),
    "idx_market_orders_character_id": (
        "market_orders",
        "btree (character_id, created_at DESC)",
    ),
    "idx_market_orders_expires_at": (
        "market_orders",
        "btree (expires_at) WHERE ((status)::text = 'Open'::text)",
    ),
    "idx_market_orders_type": (
        "market_orders",
        "btree (module_type_id, order_type, price) WHERE ((status)::text = 'Open'::text)",
    ),
}
# Each begins a UNIQUE key too, and is kept because the document names it.
DELIBERATELY_REDUNDANT = {
    ("idx_ship_instance_modules_ship_id", "uq_ship_instance_modules_slot"),
    ("idx_inventory_items_character_id", "uq_inventory_items_stack"),
}
