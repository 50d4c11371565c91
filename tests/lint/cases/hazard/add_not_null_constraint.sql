ALTER TABLE players ADD CONSTRAINT email_nn NOT NULL email;
--> constraint-without-not-valid
