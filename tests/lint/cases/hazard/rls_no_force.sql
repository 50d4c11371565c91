ALTER TABLE letters NO FORCE ROW LEVEL SECURITY;
--> row-security-off
