CREATE TABLE journal (id bigint PRIMARY KEY, body text);
CREATE TRIGGER journal_noted AFTER INSERT ON journal FOR EACH ROW EXECUTE FUNCTION note();
