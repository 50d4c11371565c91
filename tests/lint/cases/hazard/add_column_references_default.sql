ALTER TABLE app.items ADD COLUMN owner_id bigint DEFAULT 1 REFERENCES guilds (id);
--> add-column-references
