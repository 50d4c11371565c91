UPDATE players SET state = 'old' WHERE id BETWEEN 1 AND 1000 AND state = 'new';
UPDATE players SET state = 'old' WHERE id >= 1000 AND id < 2000 AND state = 'new';
