-- uuid_generate_v7() makes time-ordered identifiers on every supported server.
--
-- Why:     rows that arrive in time order stay together in the primary key; random
--          identifiers scatter them over the whole index.
-- Safe:    a new function; nothing calls it yet.
--
-- A server from 18 on has uuidv7() built in and the function is a name for it. Before
-- 18 it is put together as RFC 9562 section 5.7 lays it out: 48 bits of milliseconds,
-- the version, 12 bits of the millisecond's fraction, then the variant and 62 random
-- bits, both taken from gen_random_uuid().

DO $create$
BEGIN
    IF current_setting('server_version_num')::integer >= 180000 THEN
        CREATE FUNCTION uuid_generate_v7() RETURNS uuid
        LANGUAGE sql VOLATILE PARALLEL SAFE
        AS $body$SELECT uuidv7()$body$;
    ELSE
        CREATE FUNCTION uuid_generate_v7() RETURNS uuid
        LANGUAGE sql VOLATILE PARALLEL SAFE
        AS $body$
    SELECT (
        lpad(to_hex(moment.microseconds / 1000), 12, '0')
        || '7'
        || lpad(to_hex(moment.microseconds % 1000 * 4096 / 1000), 3, '0')
        || right(replace(gen_random_uuid()::text, '-', ''), 16)
    )::uuid
    FROM (
        SELECT (extract(EPOCH FROM clock_timestamp()) * 1000000)::bigint AS microseconds
    ) AS moment
$body$;
    END IF;
END
$create$;

COMMENT ON FUNCTION uuid_generate_v7() IS
'A UUID of version 7: ordered by the moment it was made, to the microsecond.';
