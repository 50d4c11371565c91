CLUSTER;
--> vacuum-full
