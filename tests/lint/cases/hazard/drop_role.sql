DROP ROLE cases_reader;
--> drop-object
