-- given schema
ALTER TABLE events ADD CONSTRAINT events_player FOREIGN KEY (player_id) REFERENCES players (id) NOT VALID;
--> newer-syntax
