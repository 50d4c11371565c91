ALTER TABLE letters DISABLE ROW LEVEL SECURITY;
--> row-security-off
