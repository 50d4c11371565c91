ALTER SCHEMA app RENAME TO application;
--> rename-object
