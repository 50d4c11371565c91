ALTER TABLE players ADD COLUMN trial_ends timestamptz DEFAULT now() + interval '14 days';
