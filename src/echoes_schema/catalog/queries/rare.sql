-- Which of the rarer kinds of objects there may be at all: a column for each query of objects/
-- that is left out where it is false: most of what they cost is to be planned.
SELECT
    EXISTS (SELECT FROM pg_aggregate AS a WHERE a.aggfnoid >= 16384) AS aggregates,
    EXISTS (SELECT FROM pg_cast AS c WHERE c.oid >= 16384)
    OR EXISTS (SELECT FROM pg_conversion AS c WHERE c.oid >= 16384)
    OR EXISTS (SELECT FROM pg_transform AS t WHERE t.oid >= 16384)
    OR EXISTS (SELECT FROM pg_language AS l WHERE l.oid >= 16384)
    OR EXISTS (SELECT FROM pg_am AS m WHERE m.oid >= 16384) AS casts,
    EXISTS (SELECT FROM pg_collation AS c WHERE c.oid >= 16384) AS collations,
    EXISTS (SELECT FROM pg_default_acl) AS default_privileges,
    EXISTS (
        SELECT FROM pg_depend AS d
        WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'x'
    ) AS dependencies,
    EXISTS (SELECT FROM pg_constraint AS k WHERE k.contypid >= 16384) AS domain_constraints,
    EXISTS (SELECT FROM pg_event_trigger) AS event_triggers,
    EXISTS (SELECT FROM pg_foreign_data_wrapper)
    OR EXISTS (SELECT FROM pg_foreign_server) AS foreign_data,
    EXISTS (SELECT FROM pg_opclass AS o WHERE o.oid >= 16384)
    OR EXISTS (SELECT FROM pg_opfamily AS f WHERE f.oid >= 16384) AS operator_classes,
    EXISTS (SELECT FROM pg_operator AS o WHERE o.oid >= 16384) AS operators,
    EXISTS (SELECT FROM pg_policy) AS policies,
    EXISTS (SELECT FROM pg_publication) AS publications,
    EXISTS (SELECT FROM pg_rewrite AS r WHERE r.rulename <> '_RETURN' AND r.oid >= 16384) AS rules,
    EXISTS (SELECT FROM pg_seclabel) AS security_labels,
    EXISTS (SELECT FROM pg_statistic_ext) AS statistics,
    EXISTS (SELECT s.oid FROM pg_subscription AS s) AS subscriptions,
    EXISTS (SELECT FROM pg_ts_config AS t WHERE t.oid >= 16384)
    OR EXISTS (SELECT FROM pg_ts_dict AS t WHERE t.oid >= 16384)
    OR EXISTS (SELECT FROM pg_ts_parser AS t WHERE t.oid >= 16384)
    OR EXISTS (SELECT FROM pg_ts_template AS t WHERE t.oid >= 16384) AS text_search
