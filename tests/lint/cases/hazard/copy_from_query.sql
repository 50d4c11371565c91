INSERT INTO old_metrics (k, v) SELECT k, v FROM (SELECT k, v FROM metrics) AS m;
--> unbatched-write
