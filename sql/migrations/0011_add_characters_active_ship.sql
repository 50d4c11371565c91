-- A character flies at most one ship, and it is his own.
--
-- Why:     jumping and docking move ship and pilot together and must know which ship.
-- Safe:    the column is nullable; the running release neither reads nor writes it. The
--          constraint is checked while the table is new and empty.
-- depends: 0010_create_ship_instances
--
-- ON DELETE SET NULL, of the pointer alone: when the ship is destroyed, the pilot
-- stays. Deferred: ship and pilot may be written in either order within one
-- transaction.

ALTER TABLE characters ADD COLUMN active_ship_instance_id uuid;

-- allow constraint-without-not-valid: no release is out yet, both tables are empty.
ALTER TABLE characters
ADD CONSTRAINT characters_active_ship_instance_id_fkey
FOREIGN KEY (active_ship_instance_id, id)
REFERENCES ship_instances (id, character_id)
ON DELETE SET NULL (active_ship_instance_id)
DEFERRABLE INITIALLY DEFERRED;

COMMENT ON COLUMN characters.active_ship_instance_id IS
'The ship that the character flies now, always one of his own. NULL: none.';
