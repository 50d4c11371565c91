-- given nothing
CREATE DOMAIN tag AS text;
CREATE DOMAIN rare_tag AS tag;
CREATE TABLE signs (id bigint PRIMARY KEY, a rare_tag);
INSERT INTO signs VALUES (1, 'a');
ALTER DOMAIN tag ADD CONSTRAINT tag_check CHECK (VALUE <> '');
--> domain-check
