ALTER TABLE players ADD COLUMN joined timestamptz DEFAULT (now() AT TIME ZONE 'utc');
