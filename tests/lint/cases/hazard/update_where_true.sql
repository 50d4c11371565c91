update public.players set state = 'old' where 1 = 1;
--> unbatched-write
