CREATE TABLE pets (id uuid PRIMARY KEY DEFAULT uuidv7());
--> newer-syntax
