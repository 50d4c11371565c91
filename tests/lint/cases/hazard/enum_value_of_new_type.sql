BEGIN;
CREATE TYPE rank AS ENUM ('low');
ALTER TYPE rank ADD VALUE 'high';
CREATE TABLE ladder (id bigint PRIMARY KEY, rank rank DEFAULT 'high');
--> enum-value-too-early
COMMIT;
