INSERT INTO letters (id, owner, body) VALUES (1, 'x', 'Dear {{name}}, ${amount} is due; DROP TABLE players;');
