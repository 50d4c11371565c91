-- Privileges that objects of the future get.
SELECT
    'default privileges' AS kind,
    'for role ' || quote_ident(pg_get_userbyid(a.defaclrole))
    || coalesce(' in schema ' || quote_ident(n.nspname), '')
    || ' on ' || CASE a.defaclobjtype
        WHEN 'r' THEN 'tables'
        WHEN 'S' THEN 'sequences'
        WHEN 'f' THEN 'functions'
        WHEN 'T' THEN 'types'
        WHEN 'n' THEN 'schemas'
        ELSE 'large objects'
    END AS name,
    NULL AS comment,
    (
        SELECT string_agg(g.privileges, '; ' ORDER BY g.privileges)
        FROM (
            SELECT
                CASE x.grantee
                    WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(x.grantee))
                END || ': '
                || CASE
                    -- One on tables more than before PostgreSQL 17 is still all that there are.
                    WHEN a.defaclobjtype = 'r' AND NOT bool_or(x.is_grantable) AND count(*) = (
                        SELECT count(*) FROM aclexplode(acldefault('r', a.defaclrole))
                    )
                        THEN 'ALL'
                    ELSE string_agg(
                        x.privilege_type || CASE WHEN x.is_grantable THEN ' grantable' ELSE '' END,
                        ', ' ORDER BY x.privilege_type
                    )
                END AS privileges
            FROM aclexplode(a.defaclacl) AS x
            GROUP BY x.grantee
        ) AS g
    ) AS privileges
FROM pg_default_acl AS a
LEFT JOIN pg_namespace AS n ON a.defaclnamespace = n.oid
ORDER BY 2
