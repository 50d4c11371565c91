reindex (verbose) index idx_players_email;
--> reindex-not-concurrent
