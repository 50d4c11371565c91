CREATE FUNCTION mood_of(int) RETURNS mood LANGUAGE sql IMMUTABLE AS $$ SELECT 'sad'::mood $$;
CREATE CAST (int AS mood) WITH FUNCTION mood_of(int);
