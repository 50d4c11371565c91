CREATE OR REPLACE FUNCTION seats() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    DROP TABLE players;
END
$$;
CREATE OR REPLACE FUNCTION seats() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    CREATE TABLE seats (id bigint PRIMARY KEY, row_no int NOT NULL);
    CREATE INDEX idx_seats_row_no ON seats (row_no);
    PERFORM seats();
END
$$;
SELECT seats();
