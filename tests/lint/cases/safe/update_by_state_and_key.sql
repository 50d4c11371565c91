UPDATE players SET balance = 0 WHERE state = 'idle' AND id = 4;
UPDATE app.items SET kind = 'axe' WHERE name = 'Axe';
