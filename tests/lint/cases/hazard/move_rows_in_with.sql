WITH gone AS (DELETE FROM players WHERE state <> 'new' RETURNING id, guild_id)
INSERT INTO keyless SELECT id, guild_id FROM gone;
--> unbatched-write
