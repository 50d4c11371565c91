CREATE TYPE mood AS ENUM ('sad', 'glad');
CREATE DOMAIN email AS text CHECK (VALUE ~ '^[^@]+@[^@]+\.[a-z]+$');
CREATE DOMAIN percent AS numeric(5,2) NOT NULL CHECK (VALUE BETWEEN 0 AND 100);
CREATE TYPE pair AS (a integer, b text);
CREATE TYPE floatrange AS RANGE (subtype = float8);
CREATE TABLE everything (
    id uuid PRIMARY KEY, m mood NOT NULL, e email NOT NULL UNIQUE, p percent, q pair NOT NULL,
    ms mood[] NOT NULL, ns numeric(6,2)[] NOT NULL, es email[] NOT NULL, r int4range NOT NULL, tr tstzrange NOT NULL, fr floatrange NOT NULL,
    mr int8multirange NOT NULL, b bytea NOT NULL CHECK (length(b) = 32), bi bit(5) NOT NULL, vb varbit(4) NOT NULL, j json NOT NULL, jb jsonb NOT NULL CHECK (jsonb_typeof(jb) = 'array'),
    i inet NOT NULL, ci cidr NOT NULL, ma macaddr NOT NULL, pt point NOT NULL, bx box NOT NULL, po polygon NOT NULL, cl circle NOT NULL, ln line not null, ls lseg not null, pa path not null,
    tv tsvector NOT NULL, tq tsquery NOT NULL, lsn pg_lsn NOT NULL, sn pg_snapshot NOT NULL, tx txid_snapshot NOT NULL, iv interval NOT NULL, t time NOT NULL, ttz timetz NOT NULL, d date NOT NULL, ts timestamp NOT NULL, tstz timestamptz NOT NULL,
    c char(3) NOT NULL, v varchar(2) NOT NULL, n name NOT NULL, mo money NOT NULL, re real NOT NULL, s2 smallint NOT NULL, rc regclass not null, oi oid not null, vq "char" not null,
    g integer GENERATED ALWAYS AS (s2 * 2) STORED, arr2 int[][] not null
);
CREATE TABLE keyed (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, s serial, kind text NOT NULL CHECK (kind IN ('x', 'y')), low integer NOT NULL, high integer NOT NULL, CHECK (low > 40 AND high > low), amount numeric NOT NULL CHECK (amount > 1000 AND amount < 1005), a text, b text, CHECK ((a IS NULL) <> (b IS NULL)));
CREATE TABLE child (parent bigint NOT NULL REFERENCES keyed, thing uuid NOT NULL REFERENCES everything, PRIMARY KEY (parent, thing), self_parent bigint, self_thing uuid, FOREIGN KEY (self_parent, self_thing) REFERENCES child);
CREATE TABLE one_to_one (id bigint PRIMARY KEY REFERENCES keyed);
CREATE TABLE booked (room integer NOT NULL, during tstzrange NOT NULL CHECK (NOT isempty(during)), EXCLUDE USING gist (during WITH &&));
CREATE TABLE parted (id integer NOT NULL, day date NOT NULL, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM ('2031-05-01') TO ('2031-06-01');
CREATE TABLE listed (kind text NOT NULL, n integer) PARTITION BY LIST (kind);
CREATE TABLE listed_a PARTITION OF listed FOR VALUES IN ('alpha', 'beta');
CREATE TABLE hashed (id bigint) PARTITION BY HASH (id);
CREATE TABLE hashed_0 PARTITION OF hashed FOR VALUES WITH (MODULUS 1, REMAINDER 0);
CREATE TABLE deep (id integer, "Odd name" text NOT NULL) PARTITION BY RANGE (id);
CREATE TABLE deep_1 PARTITION OF deep FOR VALUES FROM (500) TO (600) PARTITION BY LIST ("Odd name");
CREATE TABLE deep_1_x PARTITION OF deep_1 FOR VALUES IN ('xx');
CREATE TABLE ring_a (id integer PRIMARY KEY, b integer);
CREATE TABLE ring_b (id integer PRIMARY KEY, a integer NOT NULL REFERENCES ring_a);
ALTER TABLE ring_a ADD FOREIGN KEY (b) REFERENCES ring_b;
CREATE TABLE nothing ();
CREATE UNIQUE INDEX one_lower ON ring_a ((b + 1));
CREATE SCHEMA "Other"; CREATE TABLE "Other"."T" ("A" text NOT NULL CHECK (char_length("A") BETWEEN 3 AND 5), "B%" integer NOT NULL);
CREATE TABLE impossible (a integer NOT NULL CHECK (a > 5 AND a < 3));
CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.a <> 'ab' THEN RAISE 'not ab'; END IF; RETURN NEW; END $$;
CREATE TABLE guarded (a text); CREATE TRIGGER g BEFORE INSERT ON guarded FOR EACH ROW EXECUTE FUNCTION no();
CREATE TABLE tenants (id integer PRIMARY KEY, code text NOT NULL UNIQUE CHECK (code ~ '^[A-Z]{3}-\d{4}$'));
CREATE TABLE members (
    tenant integer NOT NULL REFERENCES tenants, id integer NOT NULL, boss integer, PRIMARY KEY (tenant, id),
    state text NOT NULL CHECK (state IN ('open', 'closed')), closed_at timestamptz, price numeric(12, 2) NOT NULL,
    quantity integer NOT NULL, escrow numeric(14, 2) NOT NULL DEFAULT 0,
    CHECK ((state = 'closed') = (closed_at IS NOT NULL)), CHECK (state = 'closed' OR escrow = price * quantity),
    CHECK (price > 0), CHECK (quantity > 0), CHECK (length(state) = 4 OR closed_at > '2020-01-01'),
    FOREIGN KEY (tenant, boss) REFERENCES members
);
