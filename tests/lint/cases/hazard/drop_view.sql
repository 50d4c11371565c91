DROP VIEW public.player_names;
--> drop-object
