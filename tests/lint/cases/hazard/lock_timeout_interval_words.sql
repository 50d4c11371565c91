SET SESSION lock_timeout = 600000;
DROP TRIGGER noted ON players;
--> lock-timeout-off
