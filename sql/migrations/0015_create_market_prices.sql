-- Every traded item has one reference price.
--
-- Why:     an inventory is worth something only where its items have a price, and the
--          price of the last trade is too easily moved by one player.
-- Safe:    a new table; no release reads it yet.
-- depends: 0002_create_set_updated_at 0007_create_module_types
--
-- ON DELETE CASCADE: a price is a part of its item.

CREATE TABLE market_prices (
    module_type_id integer NOT NULL,
    average_price numeric(20, 2) NOT NULL,
    adjusted_price numeric(20, 2) NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT market_prices_pkey PRIMARY KEY (module_type_id),
    CONSTRAINT market_prices_module_type_id_fkey
    FOREIGN KEY (module_type_id) REFERENCES module_types (id) ON DELETE CASCADE,
    CONSTRAINT market_prices_average_price_check
    CHECK (average_price >= 0 AND average_price < 'NaN'),
    CONSTRAINT market_prices_adjusted_price_check
    CHECK (adjusted_price >= 0 AND adjusted_price < 'NaN')
);

CREATE TRIGGER market_prices_set_updated_at
BEFORE UPDATE ON market_prices
FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*)
EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE market_prices IS
'Reference prices of items, kept by the market.';
COMMENT ON COLUMN market_prices.average_price IS
'ISK for one piece: the average of recent trades. Values an inventory.';
COMMENT ON COLUMN market_prices.adjusted_price IS
'ISK for one piece, smoothed against manipulation. Base of fees.';
