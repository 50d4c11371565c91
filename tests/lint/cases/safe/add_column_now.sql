ALTER TABLE players ADD COLUMN created_at timestamptz NOT NULL DEFAULT now();
