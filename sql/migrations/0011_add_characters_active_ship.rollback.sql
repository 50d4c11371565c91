-- Which ship each character flies is lost; the ships themselves stay.

-- allow drop-foreign-key: two short statements; lock_timeout ends the wait for both.
ALTER TABLE characters DROP CONSTRAINT characters_active_ship_instance_id_fkey;

ALTER TABLE characters DROP COLUMN active_ship_instance_id;
