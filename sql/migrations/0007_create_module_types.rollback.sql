-- Every row of module_types is lost.

DROP TABLE module_types;
