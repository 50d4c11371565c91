BEGIN;
CREATE TABLE pets (id bigint PRIMARY KEY);
PREPARE TRANSACTION 'migration';
--> transaction-in-migration
