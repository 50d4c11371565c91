-- Every row of systems is lost.

DROP TABLE systems;
