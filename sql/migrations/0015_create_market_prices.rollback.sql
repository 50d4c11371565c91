-- Every row of market_prices is lost.

DROP TABLE market_prices;
