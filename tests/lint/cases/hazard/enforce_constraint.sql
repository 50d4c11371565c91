ALTER TABLE app.items ALTER CONSTRAINT items_player_id_fkey ENFORCED;
--> enforce-constraint
