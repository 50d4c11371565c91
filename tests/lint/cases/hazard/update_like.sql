UPDATE players SET email = NULL WHERE email LIKE '%@example.com';
--> unbatched-write
