CLUSTER players USING players_pkey;
--> vacuum-full
