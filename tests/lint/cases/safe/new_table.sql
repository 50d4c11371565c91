CREATE TABLE auctions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    item text NOT NULL,
    price numeric(12, 2) NOT NULL CHECK (price > 0),
    token uuid NOT NULL DEFAULT gen_random_uuid(),
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (token)
);
CREATE INDEX idx_auctions_item ON auctions (item);
COMMENT ON TABLE auctions IS 'What is for sale.';
