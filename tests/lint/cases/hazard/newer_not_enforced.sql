ALTER TABLE players ADD CONSTRAINT soft CHECK (level < 99) NOT ENFORCED;
--> newer-syntax
