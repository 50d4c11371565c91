-- A module is fitted in exactly one slot of one ship, and a slot holds one module.
--
-- Why:     the fitting decides what a ship can do and what it weighs.
-- Safe:    a new table; no release reads it yet.
-- depends: 0007_create_module_types 0010_create_ship_instances
--
-- ON DELETE CASCADE from the ship: a fitting is a part of it and goes with it.
-- ON DELETE NO ACTION from the catalogue: an item that is fitted somewhere cannot go.

-- allow several-tables-locked: no release is out yet, nobody waits for these tables.
-- allow foreign-key-without-index: seeds never delete module types.
CREATE TABLE ship_instance_modules (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    ship_instance_id uuid NOT NULL,
    module_type_id integer NOT NULL,
    slot_type varchar(4) NOT NULL,
    slot_number smallint NOT NULL,
    is_active boolean NOT NULL DEFAULT FALSE,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT ship_instance_modules_pkey PRIMARY KEY (id),
    CONSTRAINT uq_ship_instance_modules_slot
    UNIQUE (ship_instance_id, slot_type, slot_number),
    CONSTRAINT ship_instance_modules_ship_instance_id_fkey
    FOREIGN KEY (ship_instance_id) REFERENCES ship_instances (id) ON DELETE CASCADE,
    CONSTRAINT ship_instance_modules_module_type_id_fkey
    FOREIGN KEY (module_type_id) REFERENCES module_types (id) ON DELETE NO ACTION,
    CONSTRAINT ship_instance_modules_slot_type_check
    CHECK (slot_type IN ('High', 'Mid', 'Low', 'Rig')),
    CONSTRAINT ship_instance_modules_slot_number_check
    CHECK (slot_number BETWEEN 0 AND 8)
) WITH (fillfactor = 85);

CREATE TRIGGER ship_instance_modules_set_updated_at
BEFORE UPDATE ON ship_instance_modules
FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*)
EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE ship_instance_modules IS
'Modules fitted on ships.';
COMMENT ON COLUMN ship_instance_modules.slot_type IS
'High, Mid, Low or Rig.';
COMMENT ON COLUMN ship_instance_modules.slot_number IS
'Place within its kind of slot, counted from 0 or from 1 as the game does.';
COMMENT ON COLUMN ship_instance_modules.is_active IS
'Whether the module is switched on.';
COMMENT ON CONSTRAINT uq_ship_instance_modules_slot ON ship_instance_modules IS
'A slot holds one module.';
