-- Every row of ship_instances is lost.

DROP TABLE ship_instances;
