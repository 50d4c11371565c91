-- What is unusual of an index's columns: parameters of the operator class, statistics target.
SELECT
    a.attrelid AS relation,
    a.attnum AS number,
    array(SELECT u.option FROM unnest(a.attoptions) AS u (option) WHERE u.option !~ '^pg_attver=')
        AS options,
    nullif(a.attstattarget, -1) AS statistics
FROM pg_attribute AS a
INNER JOIN pg_index AS x ON a.attrelid = x.indexrelid
WHERE a.attoptions IS NOT NULL OR a.attstattarget >= 0
