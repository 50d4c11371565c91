CREATE FUNCTION open_letters() RETURNS bigint LANGUAGE sql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$ SELECT count(*) FROM public.letters $$;
REVOKE ALL ON FUNCTION open_letters() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_letters() TO cases_reader;
