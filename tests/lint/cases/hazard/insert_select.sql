INSERT INTO keyless (id, ref) SELECT id, guild_id FROM players ON CONFLICT DO NOTHING;
--> unbatched-write
