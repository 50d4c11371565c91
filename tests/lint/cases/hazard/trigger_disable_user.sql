ALTER TABLE public.players DISABLE TRIGGER USER;
--> disable-trigger
