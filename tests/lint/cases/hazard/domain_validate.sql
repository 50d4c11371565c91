ALTER DOMAIN grade ADD CONSTRAINT grade_range CHECK (VALUE > 0) NOT VALID;
ALTER DOMAIN grade VALIDATE CONSTRAINT grade_range;
--> domain-check
