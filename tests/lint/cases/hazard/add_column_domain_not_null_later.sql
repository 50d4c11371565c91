CREATE DOMAIN stars AS smallint;
ALTER DOMAIN stars ADD CONSTRAINT stars_check CHECK (VALUE BETWEEN 1 AND 5);
ALTER TABLE app.items ADD COLUMN rating stars;
--> add-column-rewrite
