BEGIN WORK;
DROP INDEX CONCURRENTLY idx_players_email;
--> concurrently-in-transaction
COMMIT WORK;
