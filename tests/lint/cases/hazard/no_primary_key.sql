CREATE TABLE pets (name text, kind text);
--> no-primary-key
