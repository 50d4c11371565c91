CREATE TABLE a_table_with_a_name_that_is_much_longer_than_what_postgresql_keeps_of_it (id bigint PRIMARY KEY);
--> name-too-long
