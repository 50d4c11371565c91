REFRESH MATERIALIZED VIEW public.ranking WITH DATA;
--> refresh-not-concurrent
