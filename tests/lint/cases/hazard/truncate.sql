TRUNCATE TABLE ONLY app.items RESTART IDENTITY;
--> truncate-table
