ALTER SYSTEM SET fsync = off;
--> alter-system
