ALTER TABLE guilds RENAME TO clans;
--> rename-object
CREATE VIEW clan_tags AS SELECT tag FROM clans;
