alter table only players add check (char_length(nick) between 3 and 20);
--> constraint-without-not-valid
