UPDATE players SET balance = 0 WHERE state = 'idle';
--> unbatched-write
DELETE FROM app.items WHERE kind IN ('sword', 'axe') AND player_id IS NOT NULL;
--> unbatched-write
WITH gone AS (DELETE FROM players WHERE players.state = 'gone' RETURNING id) SELECT count(*) FROM gone;
--> unbatched-write
