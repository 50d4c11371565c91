ALTER TABLE app.items ADD COLUMN owner_id bigint REFERENCES public.guilds ON DELETE SET NULL;
--> add-column-references
