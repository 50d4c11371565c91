-- Every row of ship_instance_modules is lost.

DROP TABLE ship_instance_modules;
