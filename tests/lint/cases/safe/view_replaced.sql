CREATE OR REPLACE VIEW player_names AS SELECT id, code AS nick, level FROM players;
