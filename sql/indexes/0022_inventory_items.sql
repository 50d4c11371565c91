-- Goods are found by their owner.
--
-- Why:     the inventory of a character is opened all the time.
--          The stack key begins with the same column; this one is documented, it stays.
-- Safe:    built concurrently: readers and writers go on.
-- depends: 0013_create_inventory_items
-- transactional: false

CREATE INDEX CONCURRENTLY idx_inventory_items_character_id
ON inventory_items (character_id);
