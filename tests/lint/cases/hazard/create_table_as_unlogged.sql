CREATE UNLOGGED TABLE rich AS SELECT * FROM players WHERE balance > 0;
--> create-table-as
