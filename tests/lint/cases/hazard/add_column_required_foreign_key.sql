ALTER TABLE app.items ADD COLUMN guild_id bigint NOT NULL REFERENCES guilds (id);
--> add-column-not-null
--> add-column-references
