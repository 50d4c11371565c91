DELETE FROM app.items USING players WHERE players.id = items.player_id AND players.state <> 'new';
--> unbatched-write
