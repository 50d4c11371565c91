UPDATE players p SET email = lower(p.nick) WHERE p.email IS NULL;
--> unbatched-write
