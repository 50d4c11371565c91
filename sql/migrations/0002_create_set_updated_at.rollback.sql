-- Nothing is lost: the function holds no rows.

DROP FUNCTION set_updated_at();
