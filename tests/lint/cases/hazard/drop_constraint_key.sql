ALTER TABLE players DROP CONSTRAINT players_pkey;
--> drop-constraint
