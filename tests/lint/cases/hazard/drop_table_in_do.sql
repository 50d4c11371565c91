DO $$ BEGIN DROP TABLE IF EXISTS keyless;
--> drop-table
END $$;
