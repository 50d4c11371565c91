LOCK players;
--> lock-table
