-- given schema
CREATE TABLE pets (id bigint PRIMARY KEY, player_id int REFERENCES players (id));
--> foreign-key-type
