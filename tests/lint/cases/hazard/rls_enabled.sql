ALTER TABLE players ENABLE ROW LEVEL SECURITY;
--> row-security-enabled
