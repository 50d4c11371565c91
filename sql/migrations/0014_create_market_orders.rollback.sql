-- Every row of market_orders is lost.

DROP TABLE market_orders;
