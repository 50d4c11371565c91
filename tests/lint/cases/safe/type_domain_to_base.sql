-- given nothing
CREATE DOMAIN tag AS text;
CREATE DOMAIN rare_tag AS tag;
CREATE DOMAIN share AS numeric CHECK (VALUE BETWEEN 0 AND 1);
CREATE TABLE signs (id bigint PRIMARY KEY, a tag, b varchar(20), c share, d rare_tag);
INSERT INTO signs VALUES (1, 'a', 'b', 0.5, 'd');
ALTER TABLE signs ALTER COLUMN a TYPE text;
ALTER TABLE signs ALTER COLUMN a TYPE rare_tag;
ALTER TABLE signs ALTER COLUMN b TYPE tag;
ALTER TABLE signs ALTER COLUMN c TYPE numeric;
ALTER TABLE signs ALTER COLUMN d TYPE varchar;
