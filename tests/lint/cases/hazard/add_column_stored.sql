ALTER TABLE players ADD nick_lower text GENERATED ALWAYS AS (lower(nick)) STORED;
--> add-column-rewrite
