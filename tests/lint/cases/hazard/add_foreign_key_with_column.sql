ALTER TABLE players ADD COLUMN rival bigint, ADD CONSTRAINT players_rival FOREIGN KEY (rival) REFERENCES players (id);
--> constraint-without-not-valid
