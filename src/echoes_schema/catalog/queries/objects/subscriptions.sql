-- Subscriptions, without how they connect: only a superuser may see that.
SELECT
    'subscription' AS kind,
    quote_ident(s.subname) AS name,
    d.description AS comment,
    pg_get_userbyid(s.subowner) AS owner,
    (SELECT string_agg(u.name, ', ' ORDER BY u.name) FROM unnest(s.subpublications) AS u (name))
        AS publications,
    CASE WHEN NOT s.subenabled THEN 'disabled' END AS state
FROM pg_subscription AS s
INNER JOIN pg_database AS b ON s.subdbid = b.oid
LEFT JOIN pg_description AS d
    ON d.classoid = 'pg_subscription'::regclass AND s.oid = d.objoid AND d.objsubid = 0
WHERE b.datname = current_database()
ORDER BY 2
