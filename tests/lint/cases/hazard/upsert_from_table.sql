INSERT INTO keyless (id) TABLE players;
--> unbatched-write
