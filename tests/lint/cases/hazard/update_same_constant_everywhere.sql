UPDATE players SET state = 'new' WHERE 'a' = 'a';
--> unbatched-write
