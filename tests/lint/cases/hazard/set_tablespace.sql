ALTER TABLE players SET TABLESPACE pg_default;
--> table-moved
