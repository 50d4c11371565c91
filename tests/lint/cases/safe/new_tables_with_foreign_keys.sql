BEGIN;
CREATE TABLE public.markets (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL UNIQUE);
CREATE TABLE bids (
    id bigint PRIMARY KEY,
    market_id bigint NOT NULL REFERENCES markets (id),
    amount numeric NOT NULL
);
CREATE INDEX ON bids (market_id);
ALTER TABLE bids ADD CONSTRAINT amount_positive CHECK (amount > 0);
COMMIT;
