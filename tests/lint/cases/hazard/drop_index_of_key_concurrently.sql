-- given schema
DROP INDEX CONCURRENTLY guilds_pkey;
--> concurrently-refused
