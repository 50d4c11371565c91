alter table players
    add column if not exists invite text default upper(substr(md5(random()::text), 1, 8));
--> add-column-volatile-default
