-- Every row of ship_types is lost.

DROP TABLE ship_types;
