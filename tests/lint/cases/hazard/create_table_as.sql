CREATE TABLE players_backup AS TABLE players;
--> create-table-as
