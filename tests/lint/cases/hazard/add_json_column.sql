ALTER TABLE players ADD COLUMN settings json;
--> type-with-traps
