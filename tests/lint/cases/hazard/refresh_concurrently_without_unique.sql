-- given nothing
CREATE TABLE runs (id bigint PRIMARY KEY, track text);
CREATE MATERIALIZED VIEW track_runs AS SELECT track, count(*) AS n FROM runs GROUP BY track;
CREATE INDEX idx_track_runs_track ON track_runs (track);
CREATE UNIQUE INDEX uq_track_runs_track ON track_runs (track) WHERE track IS NOT NULL;
REFRESH MATERIALIZED VIEW CONCURRENTLY track_runs;
--> concurrently-refused
