CREATE FUNCTION run(what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE what;
--> dynamic-sql
END
$$;
SELECT run(body) FROM letters WHERE id = 1;
