CREATE TABLE pets (id bigint PRIMARY KEY, player_id bigint NOT NULL REFERENCES players (id));
CREATE INDEX idx_pets_player_id ON pets (player_id);
--> new-table-foreign-key
