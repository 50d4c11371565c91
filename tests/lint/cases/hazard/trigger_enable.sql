ALTER TABLE players ENABLE ALWAYS TRIGGER noted;
--> trigger-locks
