ALTER TABLE players DROP CONSTRAINT players_guild_id_fkey;
--> drop-foreign-key
