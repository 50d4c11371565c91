ALTER TABLE ONLY public.keyless ADD FOREIGN KEY (ref) REFERENCES public.players ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED;
--> constraint-without-not-valid
