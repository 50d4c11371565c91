CREATE FUNCTION count_letters() RETURNS bigint LANGUAGE sql SECURITY DEFINER SET search_path TO pg_catalog, public, pg_temp
BEGIN ATOMIC SELECT count(*) FROM letters; END;
--> definer-for-public
