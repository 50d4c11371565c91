ALTER TABLE app.items SET UNLOGGED;
--> table-moved
