GRANT pg_write_all_data TO cases_reader;
--> powerful-role
