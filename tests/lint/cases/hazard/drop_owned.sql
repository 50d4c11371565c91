DROP OWNED BY cases_reader CASCADE;
--> drop-cascade
