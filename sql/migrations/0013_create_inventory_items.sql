-- A stack of goods belongs to one character, lies in one place and is never empty.
--
-- Why:     what a character owns and does not have fitted must be somewhere.
-- Safe:    a new table; no release reads it yet.
-- depends: 0002_create_set_updated_at 0005_create_stations 0007_create_module_types
-- depends: 0009_create_characters
--
-- Stack 0 of an item at a place exists once, so that a deposit is one atomic INSERT …
-- ON CONFLICT DO UPDATE; a player who splits a stack gets the next number. NULLS NOT
-- DISTINCT, because the station is NULL in space.
-- ON DELETE NO ACTION on every key: neither an owner, an item nor a place can go while
-- goods refer to it.

-- allow several-tables-locked: no release is out yet, nobody waits for these tables.
-- allow foreign-key-without-index: seeds never delete places and module types.
CREATE TABLE inventory_items (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    character_id uuid NOT NULL,
    module_type_id integer NOT NULL,
    quantity bigint NOT NULL,
    location_system_id integer NOT NULL,
    location_station_id integer,
    stack_number smallint NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT inventory_items_pkey PRIMARY KEY (id),
    CONSTRAINT uq_inventory_items_stack
    UNIQUE NULLS NOT DISTINCT (
        character_id,
        location_station_id,
        module_type_id,
        location_system_id,
        stack_number
    ),
    CONSTRAINT inventory_items_character_id_fkey
    FOREIGN KEY (character_id) REFERENCES characters (id) ON DELETE NO ACTION,
    CONSTRAINT inventory_items_module_type_id_fkey
    FOREIGN KEY (module_type_id) REFERENCES module_types (id) ON DELETE NO ACTION,
    CONSTRAINT inventory_items_location_system_id_fkey
    FOREIGN KEY (location_system_id) REFERENCES systems (id) ON DELETE NO ACTION,
    CONSTRAINT inventory_items_location_station_id_fkey
    FOREIGN KEY (location_station_id, location_system_id)
    REFERENCES stations (id, system_id) ON DELETE NO ACTION,
    CONSTRAINT inventory_items_quantity_check CHECK (quantity > 0),
    CONSTRAINT inventory_items_stack_number_check CHECK (stack_number >= 0)
) WITH (fillfactor = 85);

CREATE TRIGGER inventory_items_set_updated_at
BEFORE UPDATE ON inventory_items
FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*)
EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE inventory_items IS
'Stacks of goods that characters own.';
COMMENT ON COLUMN inventory_items.quantity IS
'Pieces in the stack. An empty stack is deleted.';
COMMENT ON COLUMN inventory_items.location_system_id IS
'The system that the stack is in.';
COMMENT ON COLUMN inventory_items.location_station_id IS
'The station that the stack lies in, always one of its system. NULL: in space.';
COMMENT ON COLUMN inventory_items.stack_number IS
'0: the default stack of this item at this place; more by splitting.';
COMMENT ON CONSTRAINT uq_inventory_items_stack ON inventory_items IS
'Each numbered stack of an item at a place exists once.';
