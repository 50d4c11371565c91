SET search_path = app;
CREATE TABLE boxes (id bigint PRIMARY KEY, name text);
CREATE INDEX idx_boxes_name ON app.boxes (name);
ALTER TABLE boxes ADD UNIQUE (name);
