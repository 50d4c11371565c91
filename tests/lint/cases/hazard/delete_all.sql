DELETE FROM app.items;
--> unbatched-write
