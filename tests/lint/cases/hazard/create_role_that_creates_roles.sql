ALTER ROLE cases_reader CREATEROLE;
--> powerful-role
