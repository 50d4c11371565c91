BEGIN;
CREATE TABLE pets (id bigint PRIMARY KEY);
--> transaction-in-migration
