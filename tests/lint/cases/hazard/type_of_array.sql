ALTER TABLE exams ALTER COLUMN mark TYPE text[] USING ARRAY[mark::text];
--> column-type-change
