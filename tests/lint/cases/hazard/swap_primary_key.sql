ALTER TABLE app.items DROP CONSTRAINT items_pkey, ADD PRIMARY KEY (id, player_id);
--> primary-key-without-index
