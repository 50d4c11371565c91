ALTER USER cases_reader WITH SUPERUSER;
--> powerful-role
