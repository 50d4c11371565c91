CREATE INDEX ON players (level);
--> index-not-concurrent
