truncate guilds, players cascade;
--> truncate-table
