UPDATE players SET state = 'banned' WHERE id = 42;
