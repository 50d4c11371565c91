WITH batch AS (SELECT id FROM players WHERE email IS NULL LIMIT 500 FOR UPDATE SKIP LOCKED)
UPDATE players p SET email = '' FROM batch WHERE batch.id = p.id;
