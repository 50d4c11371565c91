ALTER TABLE players
    ADD COLUMN wins integer NOT NULL DEFAULT 0,
    ADD COLUMN title text NOT NULL DEFAULT 'none',
    ADD COLUMN settings jsonb NOT NULL DEFAULT '{}'::jsonb,
    ADD COLUMN tags text[] NOT NULL DEFAULT ARRAY[]::text[],
    ADD COLUMN is_active boolean DEFAULT true;
