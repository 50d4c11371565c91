ALTER TABLE players ADD CONSTRAINT players_email_key UNIQUE (email);
--> unique-without-index
