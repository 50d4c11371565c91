-- CREATE INDEX
CREATE INDEX new ON t (a);
--> t: SHARE, scan, build

-- CREATE UNIQUE INDEX
CREATE UNIQUE INDEX new ON t (a, b);
--> t: SHARE, scan, build

-- CREATE INDEX on an expression, partial
CREATE INDEX new ON t (lower(x)) WHERE a > 0;
--> t: SHARE, scan, build

-- CREATE INDEX IF NOT EXISTS, and it exists
CREATE INDEX IF NOT EXISTS t_v ON t (v);
--> t: SHARE, no scan!, no build!

-- CREATE INDEX USING gin
CREATE INDEX new ON t USING gin ((x::tsvector));
--> t: SHARE, scan, build

-- CREATE INDEX on a partitioned table
CREATE INDEX new ON p (x);
--> p: SHARE
--> p1: SHARE, scan, build
--> pd: SHARE, scan, build

-- CREATE INDEX ON ONLY a partitioned table
CREATE INDEX new ON ONLY p (x);
--> p: SHARE

-- CREATE INDEX on a parent that others inherit from
CREATE INDEX new ON i_parent (k);
--> i_parent: SHARE, scan, build

-- CREATE INDEX on a materialized view
CREATE INDEX new ON kept (id);
--> kept: SHARE, scan, build

-- DROP INDEX
DROP INDEX t_v;
--> t: ACCESS EXCLUSIVE

-- DROP INDEX IF EXISTS, and there is none
DROP INDEX IF EXISTS missing;
--> nothing

-- DROP INDEX of a partitioned table
DROP INDEX r_x;
--> r: ACCESS EXCLUSIVE
--> r1: ACCESS EXCLUSIVE

-- ALTER INDEX RENAME
ALTER INDEX t_v RENAME TO other_name;
--> t_v: SHARE UPDATE EXCLUSIVE

-- ALTER INDEX SET
ALTER INDEX t_v SET (fillfactor = 70);
--> t_v: SHARE UPDATE EXCLUSIVE

-- ALTER INDEX RESET
ALTER INDEX t_v RESET (fillfactor);
--> t_v: SHARE UPDATE EXCLUSIVE

-- ALTER INDEX SET STATISTICS
ALTER INDEX t_expression ALTER COLUMN 1 SET STATISTICS 100;
--> t_expression: SHARE UPDATE EXCLUSIVE

-- ALTER INDEX SET TABLESPACE
ALTER INDEX t_v SET TABLESPACE fast;
--> t_v: ACCESS EXCLUSIVE, rewrite?

-- ALTER INDEX ATTACH PARTITION
ALTER INDEX r_x ATTACH PARTITION r1_x;
--> r: ACCESS SHARE
--> r1: ACCESS SHARE
--> r1_x: ACCESS EXCLUSIVE
--> r_x: SHARE UPDATE EXCLUSIVE

-- REINDEX INDEX
REINDEX INDEX t_v;
--> t: SHARE, scan, build
--> t_v: ACCESS EXCLUSIVE, rewrite

-- REINDEX TABLE
REINDEX TABLE t;
--> t: SHARE, scan, build
--> t_a: ACCESS EXCLUSIVE, rewrite
--> t_b: ACCESS EXCLUSIVE, rewrite
--> t_expression: ACCESS EXCLUSIVE, rewrite
--> t_pkey: ACCESS EXCLUSIVE, rewrite
--> t_proved: ACCESS EXCLUSIVE, rewrite
--> t_ts: ACCESS EXCLUSIVE, rewrite
--> t_v: ACCESS EXCLUSIVE, rewrite
