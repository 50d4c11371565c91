CREATE VIEW guild_tags AS SELECT id, tag FROM guilds;
