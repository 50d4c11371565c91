DROP ROUTINE region;
--> drop-object
DROP PUBLICATION everything;
--> drop-object
