CREATE PROCEDURE app.calm() LANGUAGE sql AS $$
    UPDATE players SET state = 'idle';
--> unbatched-write
$$;
CALL app.calm();
CALL app.calm();
