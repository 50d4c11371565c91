CREATE OR REPLACE FUNCTION public.purge(days int) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $f$ BEGIN DELETE FROM letters WHERE id < days; END $f$;
--> definer-without-search-path
