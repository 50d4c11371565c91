DROP VIEW IF EXISTS player_names;
CREATE VIEW player_names AS SELECT id, nick, state FROM players;
