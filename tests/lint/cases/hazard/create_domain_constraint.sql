CREATE DOMAIN email_address AS text CONSTRAINT has_at CHECK (VALUE LIKE '%@%');
--> constrained-domain
