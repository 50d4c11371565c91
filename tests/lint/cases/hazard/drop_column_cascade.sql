ALTER TABLE app.items DROP COLUMN player_id CASCADE;
--> drop-column
--> drop-cascade
