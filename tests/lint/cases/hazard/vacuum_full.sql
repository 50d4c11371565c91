VACUUM FULL;
--> vacuum-full
