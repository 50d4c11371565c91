DROP SEQUENCE tickets;
--> drop-object
