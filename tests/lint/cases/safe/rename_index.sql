ALTER INDEX idx_players_email RENAME TO players_email_idx;
