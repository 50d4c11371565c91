DO $$ BEGIN
    CREATE ROLE cron_user LOGIN PASSWORD 'changeme';
--> literal-password
END $$;
