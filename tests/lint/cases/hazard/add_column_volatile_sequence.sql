ALTER TABLE players ADD COLUMN ticket bigint DEFAULT nextval('tickets'::regclass);
--> add-column-volatile-default
