BEGIN;
ALTER TABLE app.items ADD CONSTRAINT items_guild FOREIGN KEY (id) REFERENCES guilds (id) NOT VALID;
ALTER TABLE app.items VALIDATE CONSTRAINT items_guild;
--> validate-in-same-transaction
COMMIT;
