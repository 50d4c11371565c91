-- A market order offers to buy or to sell a quantity of an item at a price in a
-- station.
--
-- Why:     players trade with each other without meeting.
-- Safe:    a new table; no release reads it yet.
-- depends: 0001_create_uuid_generate_v7 0002_create_set_updated_at 0005_create_stations
-- depends: 0007_create_module_types 0009_create_characters
--
-- quantity is what was ordered and never changes; filled_quantity says how much of it
-- was traded. The money of a buy order waits in escrow_amount, so that no ISK vanishes
-- from the books. Identifiers are time-ordered: orders arrive all day, newest are read
-- most.
-- ON DELETE NO ACTION on every key: neither a trader, an item nor a station can go
-- while an order refers to it.

-- allow several-tables-locked: no release is out yet, nobody waits for these tables.
CREATE TABLE market_orders (
    id uuid NOT NULL DEFAULT uuid_generate_v7(),
    character_id uuid NOT NULL,
    module_type_id integer NOT NULL,
    order_type varchar(4) NOT NULL,
    quantity bigint NOT NULL,
    price numeric(20, 2) NOT NULL,
    station_id integer NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    filled_quantity bigint NOT NULL DEFAULT 0,
    status varchar(9) NOT NULL DEFAULT 'Open',
    escrow_amount numeric(20, 2) NOT NULL DEFAULT 0,
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT market_orders_pkey PRIMARY KEY (id),
    CONSTRAINT market_orders_character_id_fkey
    FOREIGN KEY (character_id) REFERENCES characters (id) ON DELETE NO ACTION,
    CONSTRAINT market_orders_module_type_id_fkey
    FOREIGN KEY (module_type_id) REFERENCES module_types (id) ON DELETE NO ACTION,
    CONSTRAINT market_orders_station_id_fkey
    FOREIGN KEY (station_id) REFERENCES stations (id) ON DELETE NO ACTION,
    CONSTRAINT market_orders_order_type_check CHECK (order_type IN ('Buy', 'Sell')),
    CONSTRAINT market_orders_quantity_check CHECK (quantity > 0),
    CONSTRAINT market_orders_price_check CHECK (price >= 0 AND price < 'NaN'),
    CONSTRAINT market_orders_expires_at_check CHECK (expires_at > created_at),
    CONSTRAINT market_orders_filled_quantity_check
    CHECK (filled_quantity BETWEEN 0 AND quantity),
    CONSTRAINT market_orders_status_check
    CHECK (status IN ('Open', 'Filled', 'Cancelled', 'Expired')),
    CONSTRAINT market_orders_filled_check
    CHECK ((status = 'Filled') = (filled_quantity = quantity)),
    CONSTRAINT market_orders_escrow_amount_check
    CHECK (escrow_amount >= 0 AND escrow_amount < 'NaN'),
    CONSTRAINT market_orders_escrow_of_open_buy_check
    CHECK (escrow_amount = 0 OR (order_type = 'Buy' AND status = 'Open'))
) WITH (fillfactor = 85);

CREATE TRIGGER market_orders_set_updated_at
BEFORE UPDATE ON market_orders
FOR EACH ROW WHEN (old.* IS DISTINCT FROM new.*)
EXECUTE FUNCTION set_updated_at();

COMMENT ON TABLE market_orders IS
'Buy and sell orders, open and closed.';
COMMENT ON COLUMN market_orders.order_type IS
'Buy or Sell.';
COMMENT ON COLUMN market_orders.quantity IS
'Pieces ordered; never changes.';
COMMENT ON COLUMN market_orders.price IS
'ISK for one piece: the most a buyer pays, the least a seller takes.';
COMMENT ON COLUMN market_orders.station_id IS
'Where the goods are handed over.';
COMMENT ON COLUMN market_orders.expires_at IS
'From this moment on the order must not match, swept or not.';
COMMENT ON COLUMN market_orders.filled_quantity IS
'Pieces traded so far.';
COMMENT ON COLUMN market_orders.status IS
'Open, Filled, Cancelled or Expired.';
COMMENT ON COLUMN market_orders.escrow_amount IS
'ISK set aside for an open buy order; 0 otherwise.';
