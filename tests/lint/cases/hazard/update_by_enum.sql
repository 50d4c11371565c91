-- given schema
UPDATE diaries SET note = '' WHERE mood = 'sad';
--> unbatched-write
