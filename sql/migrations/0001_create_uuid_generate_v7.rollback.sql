-- Nothing is lost: the function holds no rows.

DROP FUNCTION uuid_generate_v7();
