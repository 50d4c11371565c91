CREATE VIEW whole_guild AS SELECT * FROM guilds;
--> view-of-all-columns
