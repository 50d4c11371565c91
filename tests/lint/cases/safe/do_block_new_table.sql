DO $$ BEGIN
    CREATE TABLE fresh (id bigint PRIMARY KEY, v text);
    CREATE INDEX idx_fresh_v ON fresh (v);
END $$;
