"""The floor under a catalogue reader: 28 structured queries in one pipeline, rows as they come.

No text is printed by the server but the expressions of defaults, checks and indexes, and the
bodies of views; nothing is made of the rows.
"""

from __future__ import annotations

import psycopg
from psycopg.rows import TupleRow

_OWN = "nspname !~ '^pg_' AND nspname <> 'information_schema'"
_IN = f"(SELECT oid FROM pg_namespace WHERE {_OWN})"
_OURS = f"(SELECT oid FROM pg_class WHERE relnamespace IN {_IN})"
QUERIES = (
    f"SELECT oid, nspname, nspowner, nspacl FROM pg_namespace WHERE {_OWN}",
    "SELECT oid, relname, relnamespace, relkind, relowner, relpersistence, relispartition, "
    "relrowsecurity, relforcerowsecurity, relreplident, reltablespace, relam, reloptions, relacl "
    f"FROM pg_class WHERE relnamespace IN {_IN} AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')",
    "SELECT attrelid, attnum, attname, atttypid, atttypmod, attnotnull, attidentity, "
    "attgenerated, attcollation, attstorage, attcompression, attstattarget, attoptions, attacl, "
    f"format_type(atttypid, atttypmod) FROM pg_attribute WHERE attrelid IN {_OURS} "
    "AND attnum > 0 AND NOT attisdropped",
    "SELECT adrelid, adnum, pg_get_expr(adbin, adrelid, true) FROM pg_attrdef "
    f"WHERE adrelid IN {_OURS}",
    "SELECT oid, conname, conrelid, contype, condeferrable, condeferred, convalidated, conindid, "
    "confrelid, confupdtype, confdeltype, confmatchtype, conislocal, connoinherit, conkey, "
    "confkey, conexclop, CASE WHEN contype = 'c' THEN pg_get_expr(conbin, conrelid, true) END "
    f"FROM pg_constraint WHERE connamespace IN {_IN} AND contype <> 'n'",
    "SELECT indexrelid, indrelid, indisunique, indnullsnotdistinct, indisvalid, indisclustered, "
    "indisreplident, indnkeyatts, indkey, indclass, indcollation, indoption, "
    "pg_get_expr(indexprs, indrelid, true), pg_get_expr(indpred, indrelid, true) "
    f"FROM pg_index WHERE indrelid IN {_OURS}",
    "SELECT oid, relname, relam, reltablespace, reloptions FROM pg_class "
    f"WHERE relnamespace IN {_IN} AND relkind IN ('i', 'I')",
    "SELECT inhrelid, inhparent, inhseqno FROM pg_inherits",
    "SELECT partrelid, partstrat, partattrs, partclass, partcollation FROM pg_partitioned_table",
    "SELECT oid, pg_get_expr(relpartbound, oid, true) FROM pg_class WHERE relispartition",
    f"SELECT oid, pg_get_viewdef(oid, true) FROM pg_class WHERE relnamespace IN {_IN} "
    "AND relkind IN ('v', 'm')",
    "SELECT oid, proname, pronamespace, proowner, prolang, prokind, prosecdef, proleakproof, "
    "proisstrict, proretset, provolatile, proparallel, prorettype, proargtypes, proallargtypes, "
    f"proargmodes, proargnames, prosrc, proconfig, proacl FROM pg_proc WHERE pronamespace IN {_IN}",
    "SELECT tgrelid, tgname, tgtype, tgenabled, tgfoid, tgattr, tgargs, tgdeferrable, "
    "tginitdeferred FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT oid, typname, typnamespace, typtype, typowner, typbasetype, typtypmod, typnotnull, "
    f"typdefault, typrelid, typacl FROM pg_type WHERE typnamespace IN {_IN} "
    "AND typtype IN ('c', 'd', 'e', 'r') AND typrelid = 0",
    "SELECT enumtypid, enumsortorder, enumlabel FROM pg_enum",
    "SELECT rngtypid, rngsubtype, rngcollation, rngsubopc, rngsubdiff FROM pg_range "
    "WHERE rngtypid >= 16384",
    "SELECT seqrelid, seqtypid, seqstart, seqincrement, seqmax, seqmin, seqcache, seqcycle "
    "FROM pg_sequence",
    "SELECT objid, refobjid, refobjsubid, deptype FROM pg_depend "
    "WHERE classid = 'pg_class'::regclass AND refclassid = 'pg_class'::regclass "
    "AND deptype IN ('a', 'i') AND objid >= 16384",
    "SELECT classid, objid FROM pg_depend WHERE deptype = 'e'",
    "SELECT classoid, objoid, objsubid, description FROM pg_description WHERE objoid >= 16384",
    "SELECT oid, extname, extnamespace, extversion FROM pg_extension",
    "SELECT polrelid, polname, polcmd, polpermissive, polroles, "
    "pg_get_expr(polqual, polrelid, true), pg_get_expr(polwithcheck, polrelid, true) "
    "FROM pg_policy",
    "SELECT ev_class, rulename, ev_type, ev_enabled, is_instead FROM pg_rewrite "
    "WHERE rulename <> '_RETURN' AND oid >= 16384",
    "SELECT stxrelid, stxname, stxkeys, stxkind FROM pg_statistic_ext",
    "SELECT oid, pubname, puballtables, pubinsert, pubupdate, pubdelete FROM pg_publication",
    "SELECT defaclrole, defaclnamespace, defaclobjtype, defaclacl FROM pg_default_acl",
    "SELECT oid, rolname FROM pg_roles",
    "SELECT oid, opcname, opcnamespace, opcdefault, opcmethod, opcintype FROM pg_opclass",
)


def read(connection: psycopg.Connection[TupleRow]) -> int:
    """Return the number of rows, all of which were fetched in one transaction."""
    with connection.pipeline():
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        connection.execute("SELECT set_config('search_path', '', true)")
        cursors = [connection.execute(query, prepare=False) for query in QUERIES]
        connection.execute("COMMIT")
    return sum(len(cursor.fetchall()) for cursor in cursors)
