-- SELECT
SELECT * FROM e;
--> e: ACCESS SHARE, scan?

-- SELECT with a join and a subquery
SELECT (SELECT count(*) FROM typed) FROM owner JOIN i_lone ON true WHERE EXISTS (SELECT FROM candidate);
--> candidate: ACCESS SHARE, scan?
--> i_lone: ACCESS SHARE, scan?
--> owner: ACCESS SHARE, scan?
--> typed: ACCESS SHARE, scan?

-- SELECT FOR UPDATE
SELECT * FROM e FOR UPDATE;
--> e: ROW SHARE, scan?

-- SELECT FOR SHARE OF one of two
SELECT * FROM i_lone, candidate FOR SHARE OF candidate;
--> candidate: ROW SHARE, scan?
--> i_lone: ACCESS SHARE, scan?

-- WITH
WITH found AS (SELECT * FROM candidate) SELECT * FROM found;
--> candidate: ACCESS SHARE, scan?

-- INSERT
INSERT INTO e VALUES (1);
--> e: ROW EXCLUSIVE

-- INSERT SELECT
INSERT INTO e SELECT k FROM candidate;
--> candidate: ACCESS SHARE, scan?
--> e: ROW EXCLUSIVE

-- INSERT ON CONFLICT
INSERT INTO kept_plain VALUES (1, 1) ON CONFLICT (k) DO UPDATE SET x = 1;
--> kept_plain: ROW EXCLUSIVE

-- INSERT into a table with a foreign key
INSERT INTO f (id, u_id) VALUES (1000, 1);
--> f: ROW EXCLUSIVE
--> ! + u: ROW SHARE

-- UPDATE without WHERE
UPDATE candidate SET x = 1;
--> candidate: ROW EXCLUSIVE, scan

-- UPDATE with WHERE
UPDATE candidate SET x = 1 WHERE x = 5;
--> candidate: ROW EXCLUSIVE, scan?

-- UPDATE with FROM
UPDATE candidate SET x = 1 FROM i_lone WHERE i_lone.k = candidate.k;
--> candidate: ROW EXCLUSIVE, scan?
--> i_lone: ACCESS SHARE, scan?

-- DELETE without WHERE
DELETE FROM candidate;
--> candidate: ROW EXCLUSIVE, scan

-- DELETE with USING
DELETE FROM candidate USING i_lone WHERE i_lone.k = candidate.k;
--> candidate: ROW EXCLUSIVE, scan?
--> i_lone: ACCESS SHARE, scan?

-- MERGE
MERGE INTO candidate USING i_lone ON candidate.k = i_lone.k WHEN MATCHED THEN DELETE;
--> candidate: ROW EXCLUSIVE, scan?
--> i_lone: ACCESS SHARE, scan?

-- WITH that writes
WITH gone AS (DELETE FROM candidate RETURNING k) INSERT INTO e SELECT k FROM gone;
--> candidate: ROW EXCLUSIVE, scan
--> e: ROW EXCLUSIVE

-- UPDATE of a partitioned table
UPDATE p SET x = 1;
--> p: ROW EXCLUSIVE
--> p1: ROW EXCLUSIVE, scan
--> pd: ROW EXCLUSIVE, scan

-- COPY TO a program
COPY candidate TO PROGRAM 'cat > /dev/null';
--> candidate: ACCESS SHARE, scan

-- COPY of a query
COPY (SELECT * FROM candidate) TO PROGRAM 'cat > /dev/null';
--> candidate: ACCESS SHARE, scan?

-- COPY FROM a program
COPY e FROM PROGRAM 'echo 1';
--> e: ROW EXCLUSIVE

-- EXPLAIN
EXPLAIN UPDATE candidate SET x = 1;
--> candidate: ROW EXCLUSIVE

-- VALUES
VALUES (1);
--> nothing

-- DECLARE
DECLARE found CURSOR FOR SELECT * FROM candidate;
--> candidate: ACCESS SHARE
