INSERT INTO keyless (id, ref) SELECT 1, id FROM guilds WHERE tag = 'ABC';
