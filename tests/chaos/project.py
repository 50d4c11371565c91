"""The migrations that every run works on, and the objects by which each is known."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

# Migrations count their own work here: a statement that ran twice leaves two rows.
WITNESS = "CREATE TABLE public.witness (step text NOT NULL)"

_FILES = {
    "migrations/0001_create_goods": """
CREATE TABLE goods (
    good_id integer NOT NULL CONSTRAINT goods_pkey PRIMARY KEY,
    name text NOT NULL,
    price numeric NOT NULL
);
INSERT INTO goods (good_id, name, price)
SELECT n, 'good ' || n, n % 997 FROM generate_series(1, {rows}) AS n;
CREATE FUNCTION goods_worth() RETURNS numeric LANGUAGE sql STABLE
AS 'SELECT sum(price) FROM goods';
INSERT INTO witness VALUES ('0001_create_goods:1');
""",
    "migrations/0001_create_goods.rollback": """
DELETE FROM witness WHERE step = '0001_create_goods:1';
DROP FUNCTION goods_worth();
DROP TABLE goods;
""",
    "migrations/0002_create_orders": """
CREATE TABLE orders (
    order_id integer NOT NULL CONSTRAINT orders_pkey PRIMARY KEY,
    good_id integer NOT NULL CONSTRAINT orders_good_id_fkey REFERENCES goods
);
ALTER TABLE goods ADD COLUMN orders integer NOT NULL DEFAULT 0;
INSERT INTO orders (order_id, good_id) SELECT n, n FROM generate_series(1, 500) AS n;
INSERT INTO witness VALUES ('0002_create_orders:1');
""",
    "migrations/0002_create_orders.rollback": """
DELETE FROM witness WHERE step = '0002_create_orders:1';
DROP TABLE orders;
ALTER TABLE goods DROP COLUMN orders;
""",
    "indexes/0003_goods": """
CREATE INDEX CONCURRENTLY idx_goods_price ON goods (price);
CREATE UNIQUE INDEX CONCURRENTLY uq_goods_name ON goods (name);
""",
    "migrations/0004_create_totals": """
-- transactional: false
CREATE TABLE totals (good_id integer NOT NULL CONSTRAINT totals_pkey PRIMARY KEY, total bigint);
INSERT INTO totals (good_id, total) SELECT good_id, count(*) FROM orders GROUP BY good_id;
INSERT INTO witness VALUES ('0004_create_totals:1');
SET maintenance_work_mem = '8MB';
VACUUM (ANALYZE) totals;
CREATE INDEX CONCURRENTLY idx_totals_total ON totals (total);
INSERT INTO witness VALUES ('0004_create_totals:2');
""",
    "migrations/0004_create_totals.rollback": """
DELETE FROM witness WHERE step = '0004_create_totals:2';
DROP INDEX CONCURRENTLY idx_totals_total;
DELETE FROM witness WHERE step = '0004_create_totals:1';
DROP TABLE totals;
""",
    "migrations/0005_watch_orders": """
CREATE FUNCTION count_order() RETURNS trigger LANGUAGE plpgsql
AS 'BEGIN UPDATE goods SET orders = orders + 1 WHERE good_id = new.good_id; RETURN NULL; END';
CREATE TRIGGER count_order AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION count_order();
INSERT INTO witness VALUES ('0005_watch_orders:1');
""",
    "migrations/0005_watch_orders.rollback": """
DELETE FROM witness WHERE step = '0005_watch_orders:1';
DROP TRIGGER count_order ON orders;
DROP FUNCTION count_order();
""",
    "migrations/0006_raise_prices": """
-- batch: 1250 by good_id
UPDATE goods SET price = price + 1;
""",
    "migrations/0006_raise_prices.rollback": """
-- batch: 150 by order_id
INSERT INTO witness SELECT 'taken back for order ' || order_id FROM orders;
""",
    "migrations/0007_split_prices": """
-- transactional: false
CREATE TABLE prices (good_id integer NOT NULL, year integer NOT NULL) PARTITION BY LIST (year);
CREATE TABLE prices_old PARTITION OF prices FOR VALUES IN (1);
ALTER TABLE prices DETACH PARTITION prices_old CONCURRENTLY;
REINDEX TABLE CONCURRENTLY totals;
INSERT INTO witness VALUES ('0007_split_prices:1');
""",
    "migrations/0007_split_prices.rollback": """
DELETE FROM witness WHERE step = '0007_split_prices:1';
DROP TABLE prices_old;
DROP TABLE prices;
""",
}

# What must be there, all of it, if and only if the migration is recorded.
OBJECTS = (
    ("0001_create_goods", "table goods"),
    ("0001_create_goods", "index goods_pkey"),
    ("0001_create_goods", "function goods_worth"),
    ("0001_create_goods", "step 0001_create_goods:1"),
    ("0002_create_orders", "table orders"),
    ("0002_create_orders", "constraint orders_good_id_fkey"),
    ("0002_create_orders", "column goods.orders"),
    ("0002_create_orders", "step 0002_create_orders:1"),
    ("0003_goods", "index idx_goods_price"),
    ("0003_goods", "index uq_goods_name"),
    ("0004_create_totals", "table totals"),
    ("0004_create_totals", "index idx_totals_total"),
    ("0004_create_totals", "step 0004_create_totals:1"),
    ("0004_create_totals", "step 0004_create_totals:2"),
    ("0005_watch_orders", "function count_order"),
    ("0005_watch_orders", "trigger count_order"),
    ("0005_watch_orders", "step 0005_watch_orders:1"),
    ("0007_split_prices", "table prices_old"),
    ("0007_split_prices", "step 0007_split_prices:1"),
)
MIGRATIONS = tuple(Path(name).name for name in _FILES if not name.endswith(".rollback"))
OUTSIDE_TRANSACTION = frozenset({"0003_goods", "0004_create_totals", "0007_split_prices"})
TABLES = ("goods", "orders", "totals", "witness")


def write(folder: Path, rows: int) -> Path:
    """Write the files below `folder`, with so many rows to index, and return the folder."""
    for name, text in _written(rows).items():
        file = folder / f"{name}.sql"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.lstrip(), "utf-8")
    return folder


def _written(rows: int) -> Mapping[str, str]:
    return {name: text.replace("{rows}", str(rows)) for name, text in _FILES.items()}
