ALTER TABLE players ADD CONSTRAINT positive_balance CHECK (balance >= 0);
--> constraint-without-not-valid
