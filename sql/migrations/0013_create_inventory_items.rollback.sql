-- Every row of inventory_items is lost.

DROP TABLE inventory_items;
