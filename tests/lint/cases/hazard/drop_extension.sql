DROP EXTENSION IF EXISTS pg_trgm;
--> drop-object
