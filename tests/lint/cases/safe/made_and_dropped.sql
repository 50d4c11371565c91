CREATE TABLE trial (id bigint PRIMARY KEY);
CREATE INDEX idx_trial ON trial (lower(id::text));
DROP INDEX idx_trial;
DROP TABLE trial;
