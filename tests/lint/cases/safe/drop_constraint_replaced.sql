ALTER TABLE players
    DROP CONSTRAINT players_ranged_check,
    ADD CONSTRAINT players_ranged_check CHECK (ranged BETWEEN 1 AND 99) NOT VALID;
