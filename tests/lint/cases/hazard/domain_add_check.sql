ALTER DOMAIN grade ADD CONSTRAINT grade_range CHECK (VALUE BETWEEN 1 AND 6);
--> domain-check
