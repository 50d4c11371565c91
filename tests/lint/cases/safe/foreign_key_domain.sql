CREATE DOMAIN guild_key AS bigint;
CREATE TABLE banners (guild_id guild_key PRIMARY KEY REFERENCES guilds (id), colour text);
