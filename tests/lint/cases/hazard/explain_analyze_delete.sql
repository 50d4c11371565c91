EXPLAIN (ANALYZE, BUFFERS) DELETE FROM players;
--> unbatched-write
