DROP FUNCTION IF EXISTS region();
CREATE FUNCTION region() RETURNS varchar LANGUAGE sql STABLE AS $$ SELECT 'eu'::varchar $$;
