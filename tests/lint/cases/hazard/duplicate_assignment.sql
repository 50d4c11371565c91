UPDATE players SET level = 2, state = 'a', level = 3 WHERE id = 1;
--> assigned-twice
