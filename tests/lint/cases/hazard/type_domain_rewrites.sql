-- given nothing
CREATE DOMAIN tag AS varchar(10);
CREATE DOMAIN share AS numeric(10, 2) CHECK (VALUE > 0);
CREATE TABLE signs (id bigint PRIMARY KEY, a tag, b numeric(10, 2), c share);
INSERT INTO signs VALUES (1, 'a', 0.5, 0.5);
ALTER TABLE signs ALTER COLUMN a TYPE varchar(30);
--> column-type-change
ALTER TABLE signs ALTER COLUMN b TYPE share;
--> column-type-change
ALTER TABLE signs ALTER COLUMN c TYPE numeric(12, 2);
--> column-type-change
