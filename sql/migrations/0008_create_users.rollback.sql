-- Every row of users is lost.

DROP TABLE users;
