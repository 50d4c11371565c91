ALTER INDEX idx_players_email SET TABLESPACE pg_default;
--> table-moved
