CREATE FUNCTION outer_one() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    CREATE INDEX idx_players_born ON players (born);
--> index-not-concurrent
END
$$;
DO $$ BEGIN PERFORM outer_one(); END $$;
