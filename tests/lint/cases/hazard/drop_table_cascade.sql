DROP TABLE guilds CASCADE;
--> drop-table
--> drop-cascade
