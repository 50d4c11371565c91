ALTER TABLE public.players ADD COLUMN first_seen timestamptz NOT NULL DEFAULT clock_timestamp();
--> add-column-volatile-default
