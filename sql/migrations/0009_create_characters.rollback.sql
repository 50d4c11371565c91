-- Every row of characters is lost.

DROP TABLE characters;
