WITH rich AS (SELECT id FROM players WHERE balance > 100)
UPDATE players SET level = 9 FROM rich WHERE rich.id = players.id;
--> unbatched-write
