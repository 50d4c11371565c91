-- Event triggers.
SELECT
    'event trigger' AS kind,
    quote_ident(t.evtname) AS name,
    d.description AS comment,
    pg_get_userbyid(t.evtowner) AS owner,
    t.evtevent::text AS event,
    (SELECT string_agg(u.tag, ', ' ORDER BY u.tag) FROM unnest(t.evttags) AS u (tag)) AS tags,
    t.evtfoid::regproc::text AS function,
    CASE t.evtenabled WHEN 'D' THEN 'disabled' WHEN 'R' THEN 'replica' WHEN 'A' THEN 'always' END
        AS state
FROM pg_event_trigger AS t
LEFT JOIN pg_depend AS e
    ON e.classid = 'pg_event_trigger'::regclass AND t.oid = e.objid AND e.deptype = 'e'
LEFT JOIN pg_description AS d
    ON d.classoid = 'pg_event_trigger'::regclass AND t.oid = d.objoid AND d.objsubid = 0
WHERE e.objid IS NULL
ORDER BY 2
