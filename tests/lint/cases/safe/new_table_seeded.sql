CREATE TABLE ranks (id int PRIMARY KEY, name text NOT NULL);
INSERT INTO ranks (id, name) VALUES (1, 'novice'), (2, 'adept');
