VACUUM (FULL TRUE, ANALYZE) app.items;
--> vacuum-full
