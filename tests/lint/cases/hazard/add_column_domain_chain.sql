-- given schema
ALTER TABLE players ADD COLUMN lives public.small_positive;
--> add-column-rewrite
