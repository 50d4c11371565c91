CREATE TABLE pets (id bigint PRIMARY KEY, tag character(3));
--> type-with-traps
