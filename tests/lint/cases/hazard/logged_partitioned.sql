-- given schema
ALTER TABLE events SET LOGGED;
--> logged-partitioned
