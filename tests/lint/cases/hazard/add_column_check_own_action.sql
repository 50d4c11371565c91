ALTER TABLE players ADD COLUMN hp int, ADD CHECK (hp > 0);
--> constraint-without-not-valid
