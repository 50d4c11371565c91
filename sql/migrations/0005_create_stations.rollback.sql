-- Every row of stations is lost.

DROP TABLE stations;
