DELETE FROM app.items WHERE player_id NOT IN (SELECT id FROM players);
--> unbatched-write
