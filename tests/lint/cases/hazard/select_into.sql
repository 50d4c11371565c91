SELECT id, email INTO mailing FROM players;
--> create-table-as
