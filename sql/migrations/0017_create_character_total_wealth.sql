-- The wealth of a character is calculated from wallet and inventory, never stored.
--
-- Why:     a stored sum is wrong as soon as one price moves.
-- Safe:    a new view; no release reads it yet.
-- depends: 0013_create_inventory_items 0015_create_market_prices
--
-- An empty hangar has nothing to sum: the sum is NULL then and must count as 0. An item
-- without a reference price is worth 0. Ships, fittings and open orders do not count,
-- for the documented formula is wallet and inventory.

CREATE VIEW character_total_wealth AS
SELECT
    characters.id AS character_id,
    characters.wallet_balance,
    inventory.inventory_value,
    characters.wallet_balance + inventory.inventory_value AS total_wealth
FROM characters
CROSS JOIN LATERAL (
    SELECT
        coalesce(
            sum(inventory_items.quantity * market_prices.average_price), 0
        ) AS inventory_value
    FROM inventory_items
    INNER JOIN market_prices
        ON inventory_items.module_type_id = market_prices.module_type_id
    WHERE inventory_items.character_id = characters.id
) AS inventory;

COMMENT ON VIEW character_total_wealth IS
'What each character owns in wallet and inventory.';
COMMENT ON COLUMN character_total_wealth.wallet_balance IS
'ISK in the wallet.';
COMMENT ON COLUMN character_total_wealth.inventory_value IS
'ISK: pieces in every stack times market_prices.average_price; without a price, 0.';
COMMENT ON COLUMN character_total_wealth.total_wealth IS
'ISK: wallet_balance and inventory_value together.';
