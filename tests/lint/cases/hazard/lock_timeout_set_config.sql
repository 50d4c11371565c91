SELECT pg_catalog.set_config('lock_timeout', '0', false);
ALTER TABLE players ADD COLUMN a int;
--> lock-timeout-off
