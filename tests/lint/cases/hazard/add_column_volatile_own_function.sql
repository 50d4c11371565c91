ALTER TABLE players ADD COLUMN key text NOT NULL DEFAULT token();
--> add-column-volatile-default
