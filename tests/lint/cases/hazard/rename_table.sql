ALTER TABLE IF EXISTS app.items RENAME TO things;
--> rename-object
