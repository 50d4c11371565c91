ALTER TABLE players
    ADD COLUMN age int,
    ADD CONSTRAINT age_of_adult CHECK (age >= 13) NOT VALID;
