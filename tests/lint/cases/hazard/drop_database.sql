DROP DATABASE IF EXISTS legacy;
--> drop-object
