CREATE TABLE pets (id bigint PRIMARY KEY, name text, kind text);
CREATE INDEX pets_kind_name ON pets (kind, name);
CREATE INDEX pets_kind ON pets (kind);
--> redundant-index
