UPDATE app.items SET kind = 'sword' WHERE id IN (1, 2, 3);
DELETE FROM app.items WHERE id = 4;
