CREATE USER reporter WITH ENCRYPTED PASSWORD 'hunter2hunter2';
--> literal-password
