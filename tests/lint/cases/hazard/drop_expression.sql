ALTER TABLE players ALTER COLUMN score DROP EXPRESSION;
--> drop-default
