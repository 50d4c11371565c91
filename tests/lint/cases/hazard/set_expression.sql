ALTER TABLE players ALTER COLUMN score SET EXPRESSION AS (level * 3);
--> generated-expression
