DROP TRIGGER IF EXISTS noted ON players;
--> trigger-locks
