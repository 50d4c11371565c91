COPY guilds (tag) FROM stdin;
--> psql-only
abc
\.
