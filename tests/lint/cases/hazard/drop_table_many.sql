drop table app.items, keyless;
--> drop-table
