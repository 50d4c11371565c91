ALTER TABLE players ALTER email SET NOT NULL;
--> set-not-null
