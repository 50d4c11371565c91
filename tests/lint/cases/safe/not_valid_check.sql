ALTER TABLE players ADD CONSTRAINT balance_not_negative CHECK (balance >= 0) NOT VALID;
