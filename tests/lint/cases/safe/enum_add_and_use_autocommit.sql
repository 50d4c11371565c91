ALTER TYPE mood ADD VALUE 'bored';
UPDATE diaries SET mood = 'bored' WHERE id = 1;
