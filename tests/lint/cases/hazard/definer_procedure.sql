CREATE PROCEDURE purge() SECURITY DEFINER LANGUAGE sql AS 'DELETE FROM letters WHERE id = 1';
--> definer-without-search-path
