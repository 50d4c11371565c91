alter table players add column tier text not null default 'free' constraint tier_known check (tier in ('free', 'paid'));
--> constraint-without-not-valid
