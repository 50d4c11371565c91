REINDEX TABLE app.items;
--> reindex-not-concurrent
