DROP TABLE IF EXISTS "Orders";
--> drop-table
