"""Everything that a database holds outside PostgreSQL's own schemas and the bookkeeping."""

import psycopg

_OURS = "nspname NOT IN ('information_schema', 'echoes_schema') AND nspname !~ '^pg_'"
# Each query returns a name and what is to be compared of it. Columns count from their place among
# those that are there: a dropped one leaves a gap in attnum.
_QUERIES = {
    "schema": f"SELECT nspname, nspacl::text FROM pg_namespace WHERE {_OURS}",
    "relation": f"""
        SELECT c.oid::regclass::text, row(relkind, relpersistence, reloptions, relacl,
            relrowsecurity, relreplident, pg_get_userbyid(relowner), relispartition)::text
        FROM pg_class AS c INNER JOIN pg_namespace AS n ON relnamespace = n.oid WHERE {_OURS}""",
    "column": f"""
        SELECT concat(attrelid::regclass, '.', attname), row(
            row_number() OVER (PARTITION BY attrelid ORDER BY attnum),
            format_type(atttypid, atttypmod), attnotnull, attidentity, attgenerated, attcollation,
            attstorage, attacl, pg_get_expr(adbin, adrelid))::text
        FROM pg_attribute INNER JOIN pg_class AS c ON attrelid = c.oid
        INNER JOIN pg_namespace AS n ON relnamespace = n.oid
        LEFT JOIN pg_attrdef ON (adrelid, adnum) = (attrelid, attnum)
        WHERE attnum > 0 AND NOT attisdropped AND {_OURS}""",
    "constraint": f"""
        SELECT concat(conrelid::regclass, '.', conname),
            concat(pg_get_constraintdef(c.oid), convalidated)
        FROM pg_constraint AS c INNER JOIN pg_namespace AS n ON connamespace = n.oid
        WHERE {_OURS}""",
    "index": f"""
        SELECT indexrelid::regclass::text, concat(pg_get_indexdef(indexrelid), indisvalid)
        FROM pg_index INNER JOIN pg_class AS c ON indexrelid = c.oid
        INNER JOIN pg_namespace AS n ON relnamespace = n.oid WHERE {_OURS}""",
    "function": f"""
        SELECT p.oid::regprocedure::text, concat(pg_get_functiondef(p.oid), proacl)
        FROM pg_proc AS p INNER JOIN pg_namespace AS n ON pronamespace = n.oid
        WHERE prokind <> 'a' AND {_OURS}""",
    "trigger": f"""
        SELECT concat(tgrelid::regclass, '.', tgname), concat(pg_get_triggerdef(t.oid), tgenabled)
        FROM pg_trigger AS t INNER JOIN pg_class AS c ON tgrelid = c.oid
        INNER JOIN pg_namespace AS n ON relnamespace = n.oid
        WHERE NOT tgisinternal AND {_OURS}""",
    "view": f"""
        SELECT c.oid::regclass::text, pg_get_viewdef(c.oid)
        FROM pg_class AS c INNER JOIN pg_namespace AS n ON relnamespace = n.oid
        WHERE relkind IN ('v', 'm') AND {_OURS}""",
    "type": f"""
        SELECT t.oid::regtype::text, row(typtype, typnotnull, typdefault)::text
        FROM pg_type AS t INNER JOIN pg_namespace AS n ON typnamespace = n.oid WHERE {_OURS}""",
    "policy": "SELECT concat(tablename, '.', policyname), pg_policies::text FROM pg_policies",
    "extension": "SELECT extname, extversion FROM pg_extension",
    # The bookkeeping's objects have comments of their own.
    "comment": """
        SELECT pg_describe_object(classoid, objoid, objsubid), description FROM pg_description
        WHERE objoid >= 16384 AND pg_describe_object(classoid, objoid, objsubid) !~ 'echoes_schema'
        """,
}


def take(connection: psycopg.Connection) -> dict[tuple[str, str], str]:
    """Return what is there, by kind and name."""
    return {
        (kind, name): str(content)
        for kind, query in _QUERIES.items()
        for name, content in connection.execute(query.encode())
    }
