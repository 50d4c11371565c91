-- given schema
CREATE OR REPLACE VIEW all_letters AS SELECT l.id, l.body FROM letters l JOIN players p ON p.email = l.owner;
--> view-past-row-security
