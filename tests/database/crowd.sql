-- Some thousand rows in every table, so that a plan is worth looking at.

SELECT setseed(0.5);

CREATE FUNCTION pg_temp.id(number integer) RETURNS uuid
LANGUAGE sql IMMUTABLE
AS $$SELECT ('00000000-0000-4000-8000-' || lpad(number::text, 12, '0'))::uuid$$;

INSERT INTO regions
SELECT
    number,
    'Region ' || number,
    'High'
FROM generate_series(1, 50) AS number;

INSERT INTO systems
SELECT
    number,
    number % 50 + 1,
    'System ' || number,
    0.5,
    number,
    number,
    number
FROM generate_series(1, 5000) AS number;

INSERT INTO stations
SELECT
    number,
    number,
    'Station ' || number,
    'Trade Hub'
FROM generate_series(1, 5000) AS number;

INSERT INTO ship_types
SELECT
    number,
    'Type ' || number,
    1, 1, 1, 1, 1, 1,
    8, 8, 8,
    1
FROM generate_series(1, 20) AS number;

INSERT INTO module_types
SELECT
    number,
    'Item ' || number,
    'Weapon',
    1,
    1
FROM generate_series(1, 200) AS number;

INSERT INTO users (id, username, email, password_hash)
SELECT
    pg_temp.id(number),
    'User ' || number,
    'user' || number || '@example.org',
    '$2b$12$' || repeat('a', 53)
FROM generate_series(1, 5000) AS number;

INSERT INTO characters (id, user_id, name, race, bloodline, current_system_id)
SELECT
    pg_temp.id(number),
    pg_temp.id(number % 5000 + 1),
    'Pilot ' || number,
    'Terran',
    'Old',
    number % 1000 + 1
FROM generate_series(1, 5000) AS number;

INSERT INTO ship_instances (
    id, character_id, ship_type_id, name, location_system_id, location_station_id
)
SELECT
    pg_temp.id(number),
    pg_temp.id(number % 5000 + 1),
    number % 20 + 1,
    'Ship ' || number,
    number % 5000 + 1,
    CASE WHEN number % 2 = 0 THEN number % 5000 + 1 END
FROM generate_series(1, 10000) AS number;

INSERT INTO ship_instance_modules (
    ship_instance_id, module_type_id, slot_type, slot_number
)
SELECT
    pg_temp.id(number % 10000 + 1),
    1,
    'High',
    number / 10000
FROM generate_series(0, 19999) AS number;

INSERT INTO inventory_items (character_id, module_type_id, quantity, location_system_id)
SELECT
    pg_temp.id(number % 5000 + 1),
    number / 5000 + 1,
    1,
    1
FROM generate_series(0, 19999) AS number;

INSERT INTO market_orders (
    character_id, module_type_id, order_type, quantity, price, station_id, expires_at, status
)
SELECT
    pg_temp.id(number % 5000 + 1),
    number % 200 + 1,
    CASE WHEN random() < 0.5 THEN 'Buy' ELSE 'Sell' END,
    10,
    (random() * 1000 + 1)::numeric(20, 2),
    (random() * 499)::integer + 1,
    now() + random() * interval '90 days' + interval '1 minute',
    CASE WHEN random() < 0.5 THEN 'Open' ELSE 'Cancelled' END
FROM generate_series(1, 30000) AS number;

INSERT INTO market_prices
SELECT
    number,
    1,
    1
FROM generate_series(1, 200) AS number;
