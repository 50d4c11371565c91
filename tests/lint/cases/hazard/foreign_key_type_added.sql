-- given schema
ALTER TABLE exams ADD CONSTRAINT exams_player FOREIGN KEY (mark) REFERENCES players (id) NOT VALID;
--> foreign-key-type
