GRANT EXECUTE ON FUNCTION token() TO public;
--> grant-to-public
