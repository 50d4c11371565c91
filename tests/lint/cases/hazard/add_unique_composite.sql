ALTER TABLE IF EXISTS app.items ADD UNIQUE (player_id, name) INCLUDE (kind);
--> unique-without-index
