-- Subscriptions, without how they connect: only a superuser may see that. A column that this
-- version has not is found in the row of NULLs outside.
SELECT
    'subscription' AS kind,
    quote_ident(s.subname) AS name,
    d.description AS comment,
    pg_get_userbyid(s.subowner) AS owner,
    (
        SELECT string_agg(quote_ident(u.name), ', ' ORDER BY u.name)
        FROM unnest(s.subpublications) AS u (name)
    ) AS publications,
    CASE WHEN NOT s.subenabled THEN 'disabled' END AS state,
    nullif(quote_ident(s.subslotname), quote_ident(s.subname)) AS slot,
    nullif(s.subsynccommit, 'off') AS synchronous_commit,
    CASE WHEN s.subbinary THEN 'binary' END AS transfer,
    nullif(s.substream::text, (CASE WHEN v.number >= 180000 THEN 'p' ELSE 'f' END)) AS streaming,
    CASE WHEN s.subtwophasestate <> 'd' THEN 'two phases' END AS commits,
    CASE WHEN s.subdisableonerr THEN 'disables itself' END AS on_error,
    nullif((SELECT suborigin FROM pg_subscription AS o WHERE o.oid = s.oid), 'any') AS origin,
    CASE
        WHEN NOT (SELECT subpasswordrequired FROM pg_subscription AS o WHERE o.oid = s.oid)
            THEN 'not required'
    END AS password,
    CASE
        WHEN (SELECT subrunasowner FROM pg_subscription AS o WHERE o.oid = s.oid) THEN 'owner'
    END AS runs_as,
    CASE
        WHEN (SELECT subfailover FROM pg_subscription AS o WHERE o.oid = s.oid) THEN 'failover'
    END AS failover
FROM pg_subscription AS s
CROSS JOIN (
    VALUES (NULL::text, NULL::boolean, NULL::boolean, NULL::boolean)
) AS n (suborigin, subpasswordrequired, subrunasowner, subfailover)
CROSS JOIN (SELECT current_setting('server_version_num')::integer) AS v (number)
INNER JOIN pg_database AS b ON s.subdbid = b.oid
LEFT JOIN pg_description AS d
    ON d.classoid = 'pg_subscription'::regclass AND s.oid = d.objoid AND d.objsubid = 0
WHERE b.datname = current_database()
ORDER BY 2
