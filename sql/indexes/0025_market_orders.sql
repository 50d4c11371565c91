-- The market finds the best open order, a trader's orders and what expires next.
--
-- Why:     without them every look at the market reads the whole table.
--          The two books hold open orders in the order in which they match: price, then
--          time, then id.
-- Safe:    built concurrently: readers and writers go on.
-- depends: 0014_create_market_orders
-- transactional: false

CREATE INDEX CONCURRENTLY idx_market_orders_best_sell
ON market_orders (station_id, module_type_id, price, created_at, id)
WHERE order_type = 'Sell' AND status = 'Open';

COMMENT ON INDEX idx_market_orders_best_sell IS
'Open sell orders of an item at a station, cheapest and oldest first.';

CREATE INDEX CONCURRENTLY idx_market_orders_best_buy
ON market_orders (station_id, module_type_id, price DESC, created_at, id)
WHERE order_type = 'Buy' AND status = 'Open';

COMMENT ON INDEX idx_market_orders_best_buy IS
'Open buy orders of an item at a station, dearest and oldest first.';

CREATE INDEX CONCURRENTLY idx_market_orders_character_id
ON market_orders (character_id, created_at DESC);

COMMENT ON INDEX idx_market_orders_character_id IS
'Orders of a character, newest first.';

CREATE INDEX CONCURRENTLY idx_market_orders_expires_at
ON market_orders (expires_at)
WHERE status = 'Open';

COMMENT ON INDEX idx_market_orders_expires_at IS
'Open orders by the moment they expire, for the sweep.';

CREATE INDEX CONCURRENTLY idx_market_orders_type
ON market_orders (module_type_id, order_type, price)
WHERE status = 'Open';

COMMENT ON INDEX idx_market_orders_type IS
'Open orders of an item everywhere, by price.';
