ALTER TABLE players DISABLE TRIGGER noted;
--> disable-trigger
