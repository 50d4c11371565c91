-- given nothing
CREATE DOMAIN percent AS numeric CHECK (VALUE >= 0 AND VALUE <= 100);
ALTER TABLE rates ADD COLUMN share percent;
--> add-column-rewrite
