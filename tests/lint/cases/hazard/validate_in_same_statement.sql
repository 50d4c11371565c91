ALTER TABLE players
    ADD CONSTRAINT level_low CHECK (level < 1000) NOT VALID,
    VALIDATE CONSTRAINT level_low;
--> validate-in-same-transaction
