-- The roles that own, hold or are governed by anything in this database.
WITH used (oid) AS (
    SELECT d.refobjid
    FROM pg_shdepend AS d
    INNER JOIN pg_database AS b ON d.dbid = b.oid
    WHERE
        d.refclassid = 'pg_authid'::regclass
        AND d.deptype IN ('o', 'a', 'r')
        AND b.datname = current_database()
)

SELECT
    'role' AS kind,
    quote_ident(r.rolname) AS name,
    s.description AS comment,
    nullif(
        concat_ws(
            ', ',
            CASE WHEN r.rolsuper THEN 'superuser' END,
            CASE WHEN r.rolcanlogin THEN 'login' END,
            CASE WHEN r.rolcreatedb THEN 'createdb' END,
            CASE WHEN r.rolcreaterole THEN 'createrole' END,
            CASE WHEN r.rolreplication THEN 'replication' END,
            CASE WHEN r.rolbypassrls THEN 'bypassrls' END,
            CASE WHEN NOT r.rolinherit THEN 'noinherit' END,
            CASE WHEN r.rolconnlimit <> -1 THEN 'connection limit ' || r.rolconnlimit END,
            CASE WHEN isfinite(r.rolvaliduntil) THEN 'valid until ' || r.rolvaliduntil END
        ),
        ''
    ) AS attributes,
    (
        SELECT string_agg(g.name, ', ' ORDER BY g.name)
        FROM (
            SELECT DISTINCT
                quote_ident(pg_get_userbyid(m.roleid))
                || CASE WHEN m.admin_option THEN ' with admin' ELSE '' END
                -- Since PostgreSQL 16.
                || CASE to_jsonb(m) ->> 'inherit_option'
                    WHEN r.rolinherit::text THEN ''
                    WHEN 'true' THEN ' with inherit'
                    WHEN 'false' THEN ' without inherit'
                    ELSE ''
                END
                || CASE to_jsonb(m) ->> 'set_option' WHEN 'false' THEN ' without set' ELSE '' END
                    AS name
            FROM pg_auth_members AS m
            WHERE m.member = r.oid
        ) AS g
    ) AS member_of,
    (
        SELECT string_agg(g.name, ', ' ORDER BY g.name)
        FROM (
            SELECT DISTINCT quote_ident(u.rolname) AS name
            FROM pg_auth_members AS m
            INNER JOIN pg_roles AS u ON m.member = u.oid
            -- A superuser may do everything anyway.
            -- Since PostgreSQL 16 who makes a role may give it away, and nothing else.
            WHERE
                m.roleid = r.oid
                AND NOT u.rolsuper
                AND coalesce(
                    to_jsonb(m) ->> 'inherit_option' = 'true' OR to_jsonb(m) ->> 'set_option' = 'true',
                    TRUE
                )
        ) AS g
    ) AS members
FROM pg_roles AS r
LEFT JOIN pg_shdescription AS s
    ON s.classoid = 'pg_authid'::regclass AND r.oid = s.objoid
WHERE r.oid IN (SELECT u.oid FROM used AS u) AND r.rolname !~ '^pg_'
ORDER BY 2
