create unique index if not exists "Items_by_name" on app.items using btree (lower(name)) where kind is not null;
--> index-not-concurrent
