CREATE TABLE pets (id bigint PRIMARY KEY);
ALTER TABLE pets ENABLE ROW LEVEL SECURITY;
--> row-security-without-policy
