-- given nothing
ALTER TABLE players ADD COLUMN nation text;
SET lock_timeout = '3s';
--> lock-timeout-off
ALTER TABLE guilds ADD COLUMN nation text;
