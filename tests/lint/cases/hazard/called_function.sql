CREATE FUNCTION widen(name text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    ALTER TABLE players ALTER COLUMN level TYPE bigint;
--> column-type-change
END
$$;
SELECT widen('level');
DROP FUNCTION widen(text);
