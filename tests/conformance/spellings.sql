-- Expressions that PostgreSQL prints otherwise once they were dumped and loaded.
CREATE DOMAIN size AS varchar(5) CHECK (VALUE IN ('s', 'm'));
CREATE TABLE orders (
    id integer PRIMARY KEY,
    state varchar(10) CHECK (state IN ('new', 'paid')),
    amount integer CHECK (amount BETWEEN 1 AND 5 AND amount <> 3),
    at timestamptz DEFAULT now()
);
CREATE INDEX orders_open ON orders (id) WHERE state IN ('new', 'paid');
CREATE VIEW open_orders AS
SELECT id FROM orders WHERE state IN ('new', 'paid') AND amount BETWEEN 1 AND 4;
CREATE MATERIALIZED VIEW paid_orders AS SELECT id FROM orders WHERE state IN ('paid', 'x');
CREATE RULE guard AS ON DELETE TO orders WHERE old.state IN ('new', 'paid') DO INSTEAD NOTHING;
ALTER TABLE orders ENABLE ROW LEVEL SECURITY;
CREATE POLICY visible ON orders USING (state IN ('new', 'paid')) WITH CHECK (state NOT IN ('x', 'y'));
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER touched BEFORE UPDATE ON orders FOR EACH ROW
WHEN (new.state IN ('new', 'paid')) EXECUTE FUNCTION touch();
CREATE STATISTICS lengths ON (length(state)), amount FROM orders;
CREATE PUBLICATION paid FOR TABLE orders WHERE (amount BETWEEN 1 AND 3);
CREATE FUNCTION kind(s varchar) RETURNS boolean LANGUAGE sql RETURN s IN ('a', 'b');
CREATE TABLE logs (at date) PARTITION BY RANGE (at);
CREATE TABLE logs_1 PARTITION OF logs FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
