-- given schema
CREATE MATERIALIZED VIEW ranking_by_level AS SELECT id, level FROM players;
CREATE UNIQUE INDEX uq_ranking_by_level_id ON ranking_by_level (id);
