-- Every row of regions is lost.

DROP TABLE regions;
