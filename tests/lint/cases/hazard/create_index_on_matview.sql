CREATE INDEX idx_ranking_level ON ranking (level);
--> index-not-concurrent
