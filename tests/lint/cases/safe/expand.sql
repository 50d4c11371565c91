ALTER TABLE players ADD COLUMN display_name text;
CREATE FUNCTION copy_nick() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN NEW.display_name := coalesce(NEW.display_name, NEW.nick); RETURN NEW; END $$;
