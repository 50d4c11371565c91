CREATE TABLE pets (id bigint PRIMARY KEY);
COMMIT;
--> transaction-in-migration
