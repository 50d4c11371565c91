DROP TABLE IF EXISTS keyless;
--> drop-table
CREATE TABLE keyless (id bigint PRIMARY KEY);
