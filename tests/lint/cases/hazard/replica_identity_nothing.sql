ALTER TABLE app.items REPLICA IDENTITY NOTHING;
--> replica-identity
