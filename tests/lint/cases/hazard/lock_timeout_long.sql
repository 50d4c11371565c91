SET LOCAL lock_timeout = '10min';
SET lock_timeout = '10min';
ALTER TABLE players ADD COLUMN a int;
--> lock-timeout-off
