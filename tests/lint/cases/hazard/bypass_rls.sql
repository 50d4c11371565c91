CREATE ROLE auditor LOGIN BYPASSRLS;
--> powerful-role
