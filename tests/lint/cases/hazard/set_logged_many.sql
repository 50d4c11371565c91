ALTER TABLE IF EXISTS keyless SET (fillfactor = 90), SET LOGGED;
--> table-moved
