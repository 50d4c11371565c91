CREATE TABLE pets (pet_id SMALLSERIAL, PRIMARY KEY (pet_id));
--> small-primary-key
