SET lock_timeout = '2s';
SET statement_timeout = '10min';
ALTER TABLE app.items ADD CONSTRAINT kind_there CHECK (kind IS NOT NULL) NOT VALID;
ALTER TABLE app.items VALIDATE CONSTRAINT kind_there;
ALTER TABLE app.items ALTER COLUMN kind SET NOT NULL;
ALTER TABLE app.items DROP CONSTRAINT kind_there;
