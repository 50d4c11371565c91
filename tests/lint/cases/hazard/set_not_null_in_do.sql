DO $do$ BEGIN
    ALTER TABLE app.items ALTER COLUMN kind SET NOT NULL;
--> set-not-null
EXCEPTION WHEN others THEN RAISE NOTICE 'no';
END $do$;
