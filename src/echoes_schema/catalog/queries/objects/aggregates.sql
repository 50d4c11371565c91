-- Aggregates.
SELECT
    'aggregate' AS kind,
    p.oid::regprocedure::text AS name,
    d.description AS comment,
    pg_get_userbyid(p.proowner) AS owner,
    pg_get_function_arguments(p.oid) AS arguments,
    CASE a.aggkind WHEN 'o' THEN 'ordered-set' WHEN 'h' THEN 'hypothetical-set' END AS form,
    a.aggtransfn::regproc::text AS state_function,
    format_type(a.aggtranstype, NULL) AS state_type,
    nullif(a.aggtransspace, 0)::text AS state_size,
    quote_literal(a.agginitval) AS initial_value,
    nullif(a.aggfinalfn::regproc::text, '-') AS final_function,
    CASE WHEN a.aggfinalextra THEN 'extra arguments' END AS final_arguments,
    CASE a.aggfinalmodify
        WHEN CASE WHEN a.aggkind = 'n' THEN 'r' ELSE 'w' END THEN NULL
        WHEN 'r' THEN 'read only'
        WHEN 's' THEN 'shareable'
        ELSE 'read write'
    END AS final_state,
    nullif(a.aggcombinefn::regproc::text, '-') AS combine_function,
    nullif(a.aggserialfn::regproc::text, '-') AS serial_function,
    nullif(a.aggdeserialfn::regproc::text, '-') AS deserial_function,
    nullif(a.aggmtransfn::regproc::text, '-') AS moving_state_function,
    nullif(a.aggminvtransfn::regproc::text, '-') AS moving_inverse_function,
    nullif(a.aggmfinalfn::regproc::text, '-') AS moving_final_function,
    CASE WHEN a.aggmtranstype <> 0 THEN format_type(a.aggmtranstype, NULL) END
        AS moving_state_type,
    nullif(a.aggmtransspace, 0)::text AS moving_state_size,
    CASE WHEN a.aggmfinalextra THEN 'extra arguments' END AS moving_final_arguments,
    CASE a.aggmfinalmodify
        WHEN CASE WHEN a.aggkind = 'n' THEN 'r' ELSE 'w' END THEN NULL
        WHEN 'r' THEN 'read only'
        WHEN 's' THEN 'shareable'
        ELSE 'read write'
    END AS moving_final_state,
    quote_literal(a.aggminitval) AS moving_initial_value,
    nullif(a.aggsortop::regoperator::text, '0') AS sort_operator,
    CASE p.proparallel WHEN 's' THEN 'safe' WHEN 'r' THEN 'restricted' END AS parallel
FROM pg_proc AS p
INNER JOIN pg_aggregate AS a ON p.oid = a.aggfnoid
INNER JOIN pg_namespace AS n ON p.pronamespace = n.oid
LEFT JOIN pg_depend AS e
    ON e.classid = 'pg_proc'::regclass AND p.oid = e.objid AND e.deptype = 'e'
LEFT JOIN pg_description AS d
    ON d.classoid = 'pg_proc'::regclass AND p.oid = d.objoid AND d.objsubid = 0
WHERE
    e.objid IS NULL
    AND n.nspname !~ '^pg_'
    AND n.nspname NOT IN ('information_schema', 'echoes_schema')
ORDER BY 2
