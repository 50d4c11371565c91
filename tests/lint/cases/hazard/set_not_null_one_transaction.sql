BEGIN;
ALTER TABLE players ADD CONSTRAINT email_there CHECK (email IS NOT NULL) NOT VALID;
ALTER TABLE players VALIDATE CONSTRAINT email_there;
--> validate-in-same-transaction
ALTER TABLE players ALTER COLUMN email SET NOT NULL;
--> set-not-null
COMMIT;
