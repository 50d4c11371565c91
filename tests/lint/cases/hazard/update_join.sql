UPDATE app.items i SET kind = p.state FROM players p WHERE p.id = i.player_id;
--> unbatched-write
