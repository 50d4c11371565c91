ALTER TABLE app."items" ADD COLUMN weight int CONSTRAINT weight_known NOT NULL;
--> add-column-not-null
