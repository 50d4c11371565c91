ALTER ROLE cases_reader PASSWORD 'md5aabbccddeeff00112233445566778899';
--> literal-password
