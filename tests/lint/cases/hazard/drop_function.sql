DROP FUNCTION IF EXISTS region();
--> drop-object
