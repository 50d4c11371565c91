ALTER FUNCTION token() SECURITY DEFINER;
--> definer-without-search-path
