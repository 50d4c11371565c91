COMMENT ON COLUMN players.nick IS 'DROP TABLE players; -- what he is called';
COMMENT ON TABLE app.items IS $$ALTER TABLE x ALTER COLUMN y SET NOT NULL$$;
