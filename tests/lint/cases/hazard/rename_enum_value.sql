ALTER TYPE mood RENAME VALUE 'fine' TO 'good';
--> rename-enum-value
