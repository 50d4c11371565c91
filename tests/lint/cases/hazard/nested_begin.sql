BEGIN;
CREATE TABLE pets (id bigint PRIMARY KEY);
BEGIN;
--> transaction-in-migration
COMMIT;
