DO $$
DECLARE command text := current_setting('app.command');
BEGIN
    EXECUTE command;
--> dynamic-sql
END $$;
