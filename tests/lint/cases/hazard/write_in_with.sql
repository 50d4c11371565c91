WITH gone AS (DELETE FROM app.items WHERE kind IS NULL RETURNING id)
SELECT count(*) FROM gone;
--> unbatched-write
