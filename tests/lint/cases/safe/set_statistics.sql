ALTER TABLE players ALTER COLUMN email SET STATISTICS 500;
ALTER TABLE players SET (autovacuum_vacuum_scale_factor = 0.02);
CREATE STATISTICS level_state ON level, state FROM players;
