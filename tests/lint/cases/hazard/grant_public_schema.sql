GRANT CREATE, USAGE ON SCHEMA public TO PUBLIC;
--> grant-to-public
