ANALYZE players;
