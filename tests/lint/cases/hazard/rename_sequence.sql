ALTER SEQUENCE tickets RENAME TO ticket_numbers;
--> rename-object
