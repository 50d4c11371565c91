DROP MATERIALIZED VIEW ranking;
--> drop-object
