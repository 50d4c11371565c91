SELECT count(*) FROM dblink('postgresql://app:swordfish@old/db', 'SELECT 1') AS t (a int);
--> literal-password
ALTER SERVER elsewhere OPTIONS (ADD password 'swordfish');
--> literal-password
