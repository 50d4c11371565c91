CREATE TABLE archive (id bigint PRIMARY KEY, nick text);
INSERT INTO archive SELECT id, nick FROM players;
--> unbatched-write
CREATE INDEX idx_archive_nick ON archive (nick);
--> index-not-concurrent
