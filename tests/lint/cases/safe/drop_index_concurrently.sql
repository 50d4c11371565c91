DROP INDEX CONCURRENTLY IF EXISTS public.idx_players_email;
