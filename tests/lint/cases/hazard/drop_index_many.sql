drop index idx_players_email, idx_players_guild_id restrict;
--> drop-index-not-concurrent
