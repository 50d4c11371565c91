DROP TYPE mood CASCADE;
--> drop-cascade
