-- Foreign-data wrappers, servers and user mappings; what is secret is hidden. What a mapping holds
-- only its role, the owner of its server and a superuser may see.
SELECT
    'foreign-data wrapper' AS kind,
    quote_ident(w.fdwname) AS name,
    NULL AS whole_kind,
    NULL AS whole,
    d.description AS comment,
    pg_get_userbyid(w.fdwowner) AS owner,
    NULL AS wrapper,
    NULL AS type,
    NULL AS version,
    nullif(w.fdwhandler::regproc::text, '-') AS handler,
    nullif(w.fdwvalidator::regproc::text, '-') AS validator,
    (
        SELECT string_agg(regexp_replace(
                u.option,
                '^([^=]*(?:passw|passphrase|secret|token|credential|private)[^=]*)=.*$',
                '\1=(hidden)',
                'is'
            ), ', ' ORDER BY u.option)
        FROM unnest(w.fdwoptions) AS u (option)
    ) AS options
FROM pg_foreign_data_wrapper AS w
LEFT JOIN pg_depend AS e
    ON e.classid = 'pg_foreign_data_wrapper'::regclass AND w.oid = e.objid AND e.deptype = 'e'
LEFT JOIN pg_description AS d
    ON d.classoid = 'pg_foreign_data_wrapper'::regclass AND w.oid = d.objoid AND d.objsubid = 0
WHERE e.objid IS NULL
UNION ALL
SELECT
    'server',
    quote_ident(s.srvname),
    NULL,
    NULL,
    d.description,
    pg_get_userbyid(s.srvowner),
    quote_ident(w.fdwname),
    s.srvtype,
    s.srvversion,
    NULL,
    NULL,
    (
        SELECT string_agg(regexp_replace(
                u.option,
                '^([^=]*(?:passw|passphrase|secret|token|credential|private)[^=]*)=.*$',
                '\1=(hidden)',
                'is'
            ), ', ' ORDER BY u.option)
        FROM unnest(s.srvoptions) AS u (option)
    )
FROM pg_foreign_server AS s
INNER JOIN pg_foreign_data_wrapper AS w ON s.srvfdw = w.oid
LEFT JOIN pg_description AS d
    ON d.classoid = 'pg_foreign_server'::regclass AND s.oid = d.objoid AND d.objsubid = 0
UNION ALL
SELECT
    'user mapping',
    CASE m.umuser WHEN 0 THEN 'PUBLIC' ELSE quote_ident(m.usename) END,
    'server',
    quote_ident(m.srvname),
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    NULL,
    coalesce(
        (
            SELECT
                string_agg(
                    CASE
                        WHEN u.option ~* '^user(_?name)?=' THEN u.option
                        ELSE split_part(u.option, '=', 1) || '=(hidden)'
                    END,
                    ', ' ORDER BY u.option
                )
            FROM unnest(m.umoptions) AS u (option)
        ),
        -- Who may not see them is told of none.
        CASE
            WHEN
                r.rolsuper
                OR pg_has_role(v.srvowner, 'USAGE')
                AND (m.umuser = 0 OR m.usename = current_user)
                THEN 'none'
        END
    )
FROM pg_user_mappings AS m
INNER JOIN pg_foreign_server AS v ON m.srvid = v.oid
INNER JOIN pg_roles AS r ON r.rolname = current_user
ORDER BY 1, 2, 4
