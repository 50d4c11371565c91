ALTER DOMAIN public.grade SET NOT NULL;
--> domain-check
