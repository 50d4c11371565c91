ALTER TABLE players REPLICA IDENTITY FULL;
--> replica-identity
