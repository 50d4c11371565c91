-- ADD COLUMN
ALTER TABLE t ADD COLUMN new int;
--> t: ACCESS EXCLUSIVE

-- ADD COLUMN IF NOT EXISTS, and it exists
ALTER TABLE t ADD COLUMN IF NOT EXISTS a int;
--> t: ACCESS EXCLUSIVE

-- ADD COLUMN with a constant default
ALTER TABLE t ADD COLUMN new int DEFAULT 1;
--> t: ACCESS EXCLUSIVE

-- ADD COLUMN NOT NULL with a constant default
ALTER TABLE t ADD COLUMN new int NOT NULL DEFAULT 1;
--> t: ACCESS EXCLUSIVE

-- ADD COLUMN NOT NULL without a default, to an empty table
ALTER TABLE e ADD COLUMN new int NOT NULL;
--> e: ACCESS EXCLUSIVE, scan

-- ADD COLUMN with now() as default
ALTER TABLE t ADD COLUMN new timestamptz DEFAULT now();
--> t: ACCESS EXCLUSIVE

-- ADD COLUMN with CURRENT_TIMESTAMP as default
ALTER TABLE t ADD COLUMN new timestamptz DEFAULT CURRENT_TIMESTAMP;
--> t: ACCESS EXCLUSIVE

-- ADD COLUMN with an expression of now() as default
ALTER TABLE t ADD COLUMN new timestamp DEFAULT ((now() AT TIME ZONE 'utc') + interval '1 day');
--> t: ACCESS EXCLUSIVE

-- ADD COLUMN with an array as default
ALTER TABLE t ADD COLUMN new text[] DEFAULT ARRAY['a']::text[];
--> t: ACCESS EXCLUSIVE

-- ADD COLUMN with a JSON constant as default
ALTER TABLE t ADD COLUMN new jsonb DEFAULT '{}'::jsonb;
--> t: ACCESS EXCLUSIVE

-- ADD COLUMN with current_user as default
ALTER TABLE t ADD COLUMN new text DEFAULT current_user;
--> t: ACCESS EXCLUSIVE

-- ADD COLUMN with CASE as default
ALTER TABLE t ADD COLUMN new text DEFAULT CASE WHEN now() > '2026-01-01' THEN upper('a') ELSE 'b' END;
--> t: ACCESS EXCLUSIVE

-- ADD COLUMN with random() as default
ALTER TABLE t ADD COLUMN new float8 DEFAULT random();
--> t: ACCESS EXCLUSIVE, scan, rewrite

-- ADD COLUMN with gen_random_uuid() as default
ALTER TABLE t ADD COLUMN new uuid DEFAULT gen_random_uuid();
--> t: ACCESS EXCLUSIVE, scan, rewrite

-- [18+] ADD COLUMN with uuidv7() as default
ALTER TABLE t ADD COLUMN new uuid DEFAULT uuidv7();
--> t: ACCESS EXCLUSIVE, scan, rewrite

-- ADD COLUMN with clock_timestamp() as default
ALTER TABLE t ADD COLUMN new timestamptz DEFAULT clock_timestamp();
--> t: ACCESS EXCLUSIVE, scan, rewrite

-- ADD COLUMN with timeofday() as default
ALTER TABLE t ADD COLUMN new text DEFAULT timeofday();
--> t: ACCESS EXCLUSIVE, scan, rewrite

-- ADD COLUMN with a nested volatile function as default
ALTER TABLE t ADD COLUMN new text DEFAULT md5(random()::text);
--> t: ACCESS EXCLUSIVE, scan, rewrite

-- ADD COLUMN with nextval() as default
ALTER TABLE t ADD COLUMN new bigint DEFAULT nextval('lone');
--> ! + lone: ROW EXCLUSIVE
--> t: ACCESS EXCLUSIVE, scan, rewrite

-- ADD COLUMN with a volatile function of the schema as default
ALTER TABLE t ADD COLUMN new int DEFAULT always_new();
--> t: ACCESS EXCLUSIVE, scan?, rewrite?

-- ADD COLUMN with a stable function of the schema as default
ALTER TABLE t ADD COLUMN new int DEFAULT the_same();
--> t: ACCESS EXCLUSIVE, no scan?, no rewrite?

-- ADD COLUMN of type serial
ALTER TABLE t ADD COLUMN new bigserial;
--> t: ACCESS EXCLUSIVE, scan, rewrite

-- ADD COLUMN as identity
ALTER TABLE t ADD COLUMN new bigint GENERATED ALWAYS AS IDENTITY;
--> t: ACCESS EXCLUSIVE, scan, rewrite

-- ADD COLUMN generated and stored
ALTER TABLE t ADD COLUMN new int GENERATED ALWAYS AS (a * 2) STORED;
--> t: ACCESS EXCLUSIVE, scan, rewrite

-- [18+] ADD COLUMN generated and virtual
ALTER TABLE t ADD COLUMN new int GENERATED ALWAYS AS (a * 2) VIRTUAL;
--> t: ACCESS EXCLUSIVE

-- [18+] ADD COLUMN generated without a further word
ALTER TABLE t ADD COLUMN new int GENERATED ALWAYS AS (a * 2);
--> t: ACCESS EXCLUSIVE

-- ADD COLUMN of a domain without constraint
ALTER TABLE t ADD COLUMN new free;
--> t: ACCESS EXCLUSIVE, no scan?, no rewrite?

-- ADD COLUMN of a domain with a constraint
ALTER TABLE t ADD COLUMN new positive;
--> t: ACCESS EXCLUSIVE, scan?, rewrite?

-- ADD COLUMN of an array of a domain with a constraint
ALTER TABLE t ADD COLUMN new positive[];
--> t: ACCESS EXCLUSIVE

-- ADD COLUMN of an enumeration with a default
ALTER TABLE t ADD COLUMN new mood DEFAULT 'sad';
--> t: ACCESS EXCLUSIVE, no scan?, no rewrite?

-- ADD COLUMN UNIQUE
ALTER TABLE t ADD COLUMN new int UNIQUE;
--> t: ACCESS EXCLUSIVE, scan, build

-- ADD COLUMN PRIMARY KEY as identity
ALTER TABLE candidate ADD COLUMN new int PRIMARY KEY GENERATED ALWAYS AS IDENTITY;
--> candidate: ACCESS EXCLUSIVE, scan, rewrite, build

-- ADD COLUMN with CHECK
ALTER TABLE t ADD COLUMN new int CHECK (new > 0);
--> t: ACCESS EXCLUSIVE, scan

-- ADD COLUMN with REFERENCES
ALTER TABLE t ADD COLUMN new int REFERENCES u;
--> t: ACCESS EXCLUSIVE
--> u: SHARE ROW EXCLUSIVE

-- ADD COLUMN with REFERENCES and a default
ALTER TABLE t ADD COLUMN new int DEFAULT 1 REFERENCES u (id);
--> t: ACCESS EXCLUSIVE, scan
--> u: SHARE ROW EXCLUSIVE, scan

-- ADD COLUMN of a partitioned table
ALTER TABLE p ADD COLUMN new int;
--> p: ACCESS EXCLUSIVE
--> p1: ACCESS EXCLUSIVE
--> pd: ACCESS EXCLUSIVE

-- ADD COLUMN of a partitioned table with a volatile default
ALTER TABLE p ADD COLUMN new float8 DEFAULT random();
--> p: ACCESS EXCLUSIVE
--> p1: ACCESS EXCLUSIVE, scan, rewrite
--> pd: ACCESS EXCLUSIVE, scan, rewrite

-- ADD COLUMN of a parent that others inherit from
ALTER TABLE i_parent ADD COLUMN new int;
--> i_child: ACCESS EXCLUSIVE
--> i_parent: ACCESS EXCLUSIVE

-- DROP COLUMN
ALTER TABLE t DROP COLUMN x CASCADE;
--> shown: ACCESS EXCLUSIVE
--> t: ACCESS EXCLUSIVE

-- DROP COLUMN that is in no view
ALTER TABLE t DROP COLUMN ip;
--> t: ACCESS EXCLUSIVE

-- DROP COLUMN IF EXISTS, and there is none
ALTER TABLE t DROP COLUMN IF EXISTS missing;
--> t: ACCESS EXCLUSIVE

-- DROP COLUMN that references another table
ALTER TABLE f DROP COLUMN u_id;
--> f: ACCESS EXCLUSIVE
--> u: ACCESS EXCLUSIVE

-- DROP COLUMN of a partitioned table
ALTER TABLE p DROP COLUMN x;
--> p: ACCESS EXCLUSIVE
--> p1: ACCESS EXCLUSIVE
--> pd: ACCESS EXCLUSIVE

-- DROP COLUMN with its own sequence
ALTER TABLE owner DROP COLUMN id;
--> owner: ACCESS EXCLUSIVE

-- DROP COLUMN CASCADE that others reference
ALTER TABLE u DROP COLUMN id CASCADE;
--> f: ACCESS EXCLUSIVE
--> u: ACCESS EXCLUSIVE

-- SET DEFAULT
ALTER TABLE t ALTER COLUMN a SET DEFAULT 1;
--> t: ACCESS EXCLUSIVE

-- DROP DEFAULT
ALTER TABLE t ALTER COLUMN a DROP DEFAULT;
--> t: ACCESS EXCLUSIVE

-- SET NOT NULL
ALTER TABLE t ALTER COLUMN a SET NOT NULL;
--> t: ACCESS EXCLUSIVE, scan?

-- SET NOT NULL where a CHECK proves it
ALTER TABLE t ALTER COLUMN proved SET NOT NULL;
--> t: ACCESS EXCLUSIVE, no scan?

-- SET NOT NULL where it is so already
ALTER TABLE t ALTER COLUMN b SET NOT NULL;
--> t: ACCESS EXCLUSIVE, no scan?

-- SET NOT NULL of a partitioned table
ALTER TABLE p ALTER COLUMN x SET NOT NULL;
--> p: ACCESS EXCLUSIVE
--> p1: ACCESS EXCLUSIVE, scan?
--> pd: ACCESS EXCLUSIVE, scan?

-- DROP NOT NULL
ALTER TABLE t ALTER COLUMN b DROP NOT NULL;
--> t: ACCESS EXCLUSIVE

-- SET STATISTICS
ALTER TABLE t ALTER COLUMN a SET STATISTICS 500;
--> t: SHARE UPDATE EXCLUSIVE

-- SET (n_distinct)
ALTER TABLE t ALTER COLUMN a SET (n_distinct = 5);
--> t: SHARE UPDATE EXCLUSIVE

-- RESET (n_distinct)
ALTER TABLE t ALTER COLUMN a RESET (n_distinct);
--> t: SHARE UPDATE EXCLUSIVE

-- SET STORAGE
ALTER TABLE t ALTER COLUMN x SET STORAGE external;
--> t: ACCESS EXCLUSIVE

-- SET COMPRESSION
ALTER TABLE t ALTER COLUMN x SET COMPRESSION pglz;
--> t: ACCESS EXCLUSIVE

-- ADD GENERATED AS IDENTITY
ALTER TABLE t ALTER COLUMN b ADD GENERATED ALWAYS AS IDENTITY;
--> t: ACCESS EXCLUSIVE

-- SET GENERATED
ALTER TABLE big ALTER COLUMN id SET GENERATED ALWAYS;
--> big: ACCESS EXCLUSIVE

-- DROP IDENTITY
ALTER TABLE big ALTER COLUMN id DROP IDENTITY;
--> big: ACCESS EXCLUSIVE

-- DROP EXPRESSION
ALTER TABLE big ALTER COLUMN doubled DROP EXPRESSION;
--> big: ACCESS EXCLUSIVE

-- [17+] SET EXPRESSION
ALTER TABLE big ALTER COLUMN doubled SET EXPRESSION AS (2 + 2);
--> big: ACCESS EXCLUSIVE, scan?, rewrite?

-- RENAME COLUMN
ALTER TABLE t RENAME COLUMN a TO aa;
--> t: ACCESS EXCLUSIVE

-- RENAME COLUMN of a partitioned table
ALTER TABLE p RENAME COLUMN x TO xx;
--> p: ACCESS EXCLUSIVE
--> p1: ACCESS EXCLUSIVE
--> pd: ACCESS EXCLUSIVE

-- TYPE varchar, longer
ALTER TABLE t ALTER COLUMN v TYPE varchar(20);
--> t: ACCESS EXCLUSIVE, no scan?, no rewrite?, no build?

-- TYPE varchar, shorter
ALTER TABLE t ALTER COLUMN v TYPE varchar(5);
--> t: ACCESS EXCLUSIVE, scan?, rewrite?, no build?

-- TYPE varchar to text
ALTER TABLE t ALTER COLUMN v TYPE text;
--> t: ACCESS EXCLUSIVE, no scan?, no rewrite?, no build?

-- TYPE text to varchar with a limit
ALTER TABLE f ALTER COLUMN word TYPE varchar(100);
--> f: ACCESS EXCLUSIVE, scan?, rewrite?, no build?

-- TYPE text to varchar without a limit
ALTER TABLE f ALTER COLUMN word TYPE varchar;
--> f: ACCESS EXCLUSIVE, no scan?, no rewrite?, no build?

-- TYPE char(n) to text
ALTER TABLE t ALTER COLUMN c TYPE text;
--> t: ACCESS EXCLUSIVE, scan?, rewrite?, no build?

-- TYPE int to bigint
ALTER TABLE t ALTER COLUMN b TYPE bigint;
--> t: ACCESS EXCLUSIVE, scan?, rewrite?, no build?

-- TYPE int to bigint of a column under a CHECK
ALTER TABLE t ALTER COLUMN ranged TYPE bigint;
--> t: ACCESS EXCLUSIVE, scan?, rewrite?, no build?

-- TYPE int to text
ALTER TABLE t ALTER COLUMN small TYPE text;
--> t: ACCESS EXCLUSIVE, scan?, rewrite?, no build?

-- TYPE json to jsonb
ALTER TABLE t ALTER COLUMN j TYPE jsonb;
--> t: ACCESS EXCLUSIVE, scan?, rewrite?, no build?

-- TYPE numeric, wider
ALTER TABLE t ALTER COLUMN n TYPE numeric(12, 2);
--> t: ACCESS EXCLUSIVE, no scan?, no rewrite?, no build?

-- TYPE numeric, another scale
ALTER TABLE t ALTER COLUMN n TYPE numeric(12, 4);
--> t: ACCESS EXCLUSIVE, scan?, rewrite?, no build?

-- TYPE numeric without limits
ALTER TABLE t ALTER COLUMN n TYPE numeric;
--> t: ACCESS EXCLUSIVE, no scan?, no rewrite?, no build?

-- TYPE varbit, longer
ALTER TABLE t ALTER COLUMN s TYPE varbit(16);
--> t: ACCESS EXCLUSIVE, no scan?, no rewrite?, no build?

-- TYPE cidr to inet
ALTER TABLE t ALTER COLUMN ip TYPE inet;
--> t: ACCESS EXCLUSIVE, no scan?, no rewrite?, no build?

-- TYPE timestamp to timestamptz in UTC
ALTER TABLE t ALTER COLUMN ts TYPE timestamptz;
--> t: ACCESS EXCLUSIVE, scan?, no rewrite?, build?

-- TYPE with USING
ALTER TABLE t ALTER COLUMN a TYPE int USING a + 1;
--> t: ACCESS EXCLUSIVE, scan?, rewrite?, no build?

-- TYPE to a domain without constraint
ALTER TABLE t ALTER COLUMN a TYPE free;
--> t: ACCESS EXCLUSIVE, no scan?, no rewrite?, no build?

-- TYPE to a domain with a constraint
ALTER TABLE t ALTER COLUMN a TYPE positive;
--> t: ACCESS EXCLUSIVE, scan?, rewrite?, no build?

-- TYPE of a partitioned table
ALTER TABLE p ALTER COLUMN x TYPE bigint;
--> p: ACCESS EXCLUSIVE
--> p1: ACCESS EXCLUSIVE, scan?, rewrite?, no build?
--> pd: ACCESS EXCLUSIVE, scan?, rewrite?, no build?

-- TYPE of a column that references another table
ALTER TABLE f ALTER COLUMN u_id TYPE bigint;
--> f: ACCESS EXCLUSIVE, scan?, rewrite?, no build?
--> u: ACCESS EXCLUSIVE, scan?

-- TYPE of a column that others reference
ALTER TABLE u ALTER COLUMN id TYPE bigint;
--> f: ACCESS EXCLUSIVE, scan?
--> u: ACCESS EXCLUSIVE, scan?, rewrite?, no build?

-- Several actions: the strongest lock for all
ALTER TABLE t ALTER COLUMN a SET STATISTICS 5, ADD COLUMN new int, ADD FOREIGN KEY (u_id) REFERENCES u;
--> t: ACCESS EXCLUSIVE, scan
--> u: SHARE ROW EXCLUSIVE, scan
