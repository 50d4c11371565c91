ALTER FUNCTION region() RENAME TO area;
--> rename-object
