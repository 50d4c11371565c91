MERGE INTO keyless k USING players p ON p.id = k.id
WHEN MATCHED THEN UPDATE SET ref = p.guild_id
WHEN NOT MATCHED THEN INSERT VALUES (p.id, p.guild_id);
--> unbatched-write
