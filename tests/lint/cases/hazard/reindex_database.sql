REINDEX DATABASE;
--> reindex-not-concurrent
