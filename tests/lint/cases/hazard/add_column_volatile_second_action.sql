ALTER TABLE players
    ADD COLUMN a int DEFAULT 0,
    ADD COLUMN b double precision DEFAULT random() * 100;
--> add-column-volatile-default
