CREATE TABLE pets (id bigint PRIMARY KEY, player_id bigint, CONSTRAINT pets_player FOREIGN KEY (player_id) REFERENCES players (id));
--> foreign-key-without-index
