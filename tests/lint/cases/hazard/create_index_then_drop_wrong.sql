CREATE INDEX CONCURRENTLY ON players (level, level);
--> index-column-twice
