ALTER TABLE events ADD COLUMN trace uuid NOT NULL DEFAULT gen_random_uuid();
--> add-column-volatile-default
