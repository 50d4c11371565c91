alter table players alter profile type jsonb using profile::jsonb;
--> column-type-change
