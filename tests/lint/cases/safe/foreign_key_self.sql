CREATE TABLE tree (id bigint PRIMARY KEY, parent_id bigint REFERENCES tree (id));
CREATE INDEX idx_tree_parent_id ON tree (parent_id);
