ALTER TABLE events_2024 ADD CONSTRAINT fk_event_player FOREIGN KEY (player_id) REFERENCES players (id);
--> constraint-without-not-valid
