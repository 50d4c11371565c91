SET lock_timeout TO '0';
ALTER TABLE players ADD COLUMN a int;
--> lock-timeout-off
