DELETE FROM app.items i WHERE NOT EXISTS (SELECT FROM players p WHERE p.id = i.player_id);
--> unbatched-write
