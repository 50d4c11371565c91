-- Publications, and subscriptions as far as everybody may see them.
SELECT
    'publication' AS kind,
    quote_ident(p.pubname) AS name,
    d.description AS comment,
    pg_get_userbyid(p.pubowner) AS owner,
    CASE WHEN p.puballtables THEN 'all' ELSE r.tables END AS tables,
    (
        SELECT string_agg(quote_ident(n.nspname), ', ' ORDER BY n.nspname)
        FROM pg_publication_namespace AS m
        INNER JOIN pg_namespace AS n ON m.pnnspid = n.oid
        WHERE m.pnpubid = p.oid
    ) AS schemas,
    nullif(
        concat_ws(
            ', ',
            CASE WHEN p.pubinsert THEN 'insert' END,
            CASE WHEN p.pubupdate THEN 'update' END,
            CASE WHEN p.pubdelete THEN 'delete' END,
            CASE WHEN p.pubtruncate THEN 'truncate' END
        ),
        'insert, update, delete, truncate'
    ) AS publishes,
    CASE WHEN p.pubviaroot THEN 'via partition root' END AS partitions,
    -- Since PostgreSQL 18.
    nullif(to_jsonb(p) ->> 'pubgencols', 'n') AS generated_columns
FROM pg_publication AS p
LEFT JOIN LATERAL (
    SELECT
        string_agg(
            m.prrelid::regclass::text
            || CASE WHEN m.prattrs IS NULL THEN '' ELSE ' (' || a.columns || ')' END
            || coalesce(' WHERE ' || pg_get_expr(m.prqual, m.prrelid, TRUE), ''),
            ', ' ORDER BY m.prrelid::regclass::text
        ) AS tables
    FROM pg_publication_rel AS m
    LEFT JOIN LATERAL (
        SELECT string_agg(quote_ident(c.attname), ', ' ORDER BY c.attnum) AS columns
        FROM pg_attribute AS c
        WHERE c.attrelid = m.prrelid AND c.attnum = ANY(m.prattrs::int2[])
    ) AS a ON TRUE
    WHERE m.prpubid = p.oid
) AS r ON TRUE
LEFT JOIN pg_description AS d
    ON d.classoid = 'pg_publication'::regclass AND p.oid = d.objoid AND d.objsubid = 0
ORDER BY 2
