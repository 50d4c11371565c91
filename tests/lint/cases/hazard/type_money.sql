ALTER TABLE players ADD COLUMN debt money;
--> type-with-traps
