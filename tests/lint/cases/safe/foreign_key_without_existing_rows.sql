ALTER TABLE app.items ADD COLUMN guild_id bigint;
ALTER TABLE app.items ADD CONSTRAINT items_guild FOREIGN KEY (guild_id) REFERENCES guilds (id) NOT VALID;
