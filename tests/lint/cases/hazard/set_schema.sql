ALTER TABLE guilds SET SCHEMA app;
--> rename-object
