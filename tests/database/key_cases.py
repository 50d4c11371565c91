"""For every unique and foreign key: rows that it refuses, and rows next to them."""

from tests.database.check_cases import Case
from tests.database.rows import CHARACTER, MODULE, ORDER, SHIP, STACK, USER, uuid

NOWHERE, NOBODY = 99999, uuid(99)

PRIMARY_KEYS = (
    Case("users", {"id": USER}, "users_pkey"),
    Case("characters", {"id": CHARACTER}, "characters_pkey"),
    Case("ship_types", {"id": 1}, "ship_types_pkey"),
    Case("ship_instances", {"id": SHIP}, "ship_instances_pkey"),
    Case("ship_instance_modules", {"id": MODULE}, "ship_instance_modules_pkey"),
    Case("module_types", {"id": 1}, "module_types_pkey"),
    Case("inventory_items", {"id": STACK}, "inventory_items_pkey"),
    Case("regions", {"id": 1}, "regions_pkey"),
    Case("systems", {"id": 1}, "systems_pkey"),
    Case("stations", {"id": 1}, "stations_pkey"),
    Case("market_orders", {"id": ORDER}, "market_orders_pkey"),
    Case("market_prices", {"module_type_id": 1}, "market_prices_pkey"),
)
DOCKED_STACK = {"module_type_id": 1, "location_system_id": 1, "location_station_id": 1}
STACK_IN_SPACE = {"module_type_id": 1, "location_system_id": 2, "location_station_id": None}
UNIQUE_KEYS = (
    Case("users", {"username": "Élodie"}, "idx_users_username"),
    Case("users", {"username": "Elodie"}, None),
    Case("users", {"username": "élodie"}, "uq_users_username_lower"),
    Case("users", {"username": "ÉLODIE"}, "uq_users_username_lower"),
    Case("users", {"email": "Élodie@example.org"}, "idx_users_email"),
    Case("users", {"email": "élodie@EXAMPLE.org"}, "uq_users_email_lower"),
    Case("characters", {"name": "Émile"}, "idx_characters_name"),
    Case("characters", {"name": "émile"}, "uq_characters_name_lower"),
    Case("characters", {"name": "EMILE"}, None),
    Case("module_types", {"ship_type_id": 1}, "uq_module_types_ship_type_id"),
    Case(
        "ship_instance_modules",
        {"slot_type": "High", "slot_number": 1},
        "uq_ship_instance_modules_slot",
    ),
    Case("ship_instance_modules", {"slot_type": "Mid", "slot_number": 1}, None),
    Case("inventory_items", DOCKED_STACK, "uq_inventory_items_stack"),
    Case("inventory_items", {**DOCKED_STACK, "stack_number": 1}, None),
    Case("inventory_items", STACK_IN_SPACE, "uq_inventory_items_stack"),
    Case("inventory_items", {**STACK_IN_SPACE, "stack_number": 1}, None),
    Case("inventory_items", {**STACK_IN_SPACE, "module_type_id": 2}, None),
    # The primary key refuses these first, and always: they are there to be referenced.
    Case("stations", {"id": 1}, "uq_stations_id_system_id", without=("stations_pkey",)),
    Case(
        "ship_instances",
        {"id": SHIP},
        "uq_ship_instances_id_character_id",
        without=("ship_instances_pkey",),
    ),
)
FOREIGN_KEYS = (
    Case("systems", {"region_id": NOWHERE}, "systems_region_id_fkey"),
    Case("stations", {"system_id": NOWHERE}, "stations_system_id_fkey"),
    Case("module_types", {"ship_type_id": NOWHERE}, "module_types_ship_type_id_fkey"),
    Case("characters", {"user_id": NOBODY}, "characters_user_id_fkey"),
    Case("characters", {"current_system_id": NOWHERE}, "characters_current_system_id_fkey"),
    # The ship of another character.
    Case(
        "characters", {"active_ship_instance_id": SHIP}, "characters_active_ship_instance_id_fkey"
    ),
    Case(
        "characters", {"active_ship_instance_id": NOBODY}, "characters_active_ship_instance_id_fkey"
    ),
    Case("ship_instances", {"character_id": NOBODY}, "ship_instances_character_id_fkey"),
    Case("ship_instances", {"ship_type_id": NOWHERE}, "ship_instances_ship_type_id_fkey"),
    # In space, so that the pair of station and system is not looked at.
    Case(
        "ship_instances",
        {"location_system_id": NOWHERE, "location_station_id": None},
        "ship_instances_location_system_id_fkey",
    ),
    # A station of another system.
    Case(
        "ship_instances",
        {"location_system_id": 2, "location_station_id": 1},
        "ship_instances_location_station_id_fkey",
    ),
    Case(
        "ship_instances",
        {"location_station_id": NOWHERE},
        "ship_instances_location_station_id_fkey",
    ),
    Case("ship_instances", {"location_system_id": 2, "location_station_id": 2}, None),
    Case(
        "ship_instance_modules",
        {"ship_instance_id": NOBODY},
        "ship_instance_modules_ship_instance_id_fkey",
    ),
    Case(
        "ship_instance_modules",
        {"module_type_id": NOWHERE},
        "ship_instance_modules_module_type_id_fkey",
    ),
    Case("inventory_items", {"character_id": NOBODY}, "inventory_items_character_id_fkey"),
    Case("inventory_items", {"module_type_id": NOWHERE}, "inventory_items_module_type_id_fkey"),
    Case(
        "inventory_items",
        {"location_system_id": NOWHERE, "location_station_id": None},
        "inventory_items_location_system_id_fkey",
    ),
    Case(
        "inventory_items",
        {"location_system_id": 2, "location_station_id": 1},
        "inventory_items_location_station_id_fkey",
    ),
    Case("inventory_items", {"location_system_id": 2, "location_station_id": 2}, None),
    Case("market_orders", {"character_id": NOBODY}, "market_orders_character_id_fkey"),
    Case("market_orders", {"module_type_id": NOWHERE}, "market_orders_module_type_id_fkey"),
    Case("market_orders", {"station_id": NOWHERE}, "market_orders_station_id_fkey"),
    Case("market_prices", {"module_type_id": NOWHERE}, "market_prices_module_type_id_fkey"),
)
KEYS = (*PRIMARY_KEYS, *UNIQUE_KEYS, *FOREIGN_KEYS)
