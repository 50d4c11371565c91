ALTER TABLE players ADD COLUMN seen_at timestamptz DEFAULT statement_timestamp(), ADD COLUMN by_whom text DEFAULT current_user;
