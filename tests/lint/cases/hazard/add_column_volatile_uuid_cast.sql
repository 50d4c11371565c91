ALTER TABLE IF EXISTS ONLY "players" ADD "ref" text DEFAULT (pg_catalog.gen_random_uuid())::text;
--> add-column-volatile-default
