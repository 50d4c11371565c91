UPDATE players SET level = level + 1;
--> unbatched-write
