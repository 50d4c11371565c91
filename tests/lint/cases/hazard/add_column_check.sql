ALTER TABLE players ADD COLUMN age int CHECK (age >= 13);
--> constraint-without-not-valid
