\set ON_ERROR_STOP on
--> psql-only
CREATE TABLE pets (id bigint PRIMARY KEY);
