SELECT pg_catalog.setval('public.tickets', 1);
--> sequence-goes-back
ALTER SEQUENCE IF EXISTS tickets RESTART WITH 1;
--> sequence-goes-back
ALTER TABLE players ALTER COLUMN id SET GENERATED ALWAYS RESTART;
--> sequence-goes-back
