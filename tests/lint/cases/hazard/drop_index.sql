DROP INDEX IF EXISTS public.idx_players_email;
--> drop-index-not-concurrent
