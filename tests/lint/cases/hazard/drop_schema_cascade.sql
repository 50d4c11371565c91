DROP SCHEMA app CASCADE;
--> drop-cascade
