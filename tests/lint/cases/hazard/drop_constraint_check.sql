ALTER TABLE players DROP CONSTRAINT players_ranged_check;
--> drop-constraint
