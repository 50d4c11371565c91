-- Every region of the universe is there, with its security label.
--
-- Why:     systems refer to their region; the market and the map are cut by it.
--
-- 1 and 2 are the safe heart, 3 to 5 lie around it, 6 to 8 are the lawless rim. Every
-- system of a region is in the band that the region's label names.

INSERT INTO regions (
    id, name, security_status
) VALUES
(1, 'Oravelle', 'High'),
(2, 'Meldrow Span', 'High'),
(3, 'Tolmarch Hollow', 'Low'),
(4, 'Ketteral', 'Low'),
(5, 'Sundrey Fold', 'Low'),
(6, 'Ghaunt Expanse', 'Null'),
(7, 'Umbreth Deep', 'Null'),
(8, 'Pellorant Shoals', 'Null')
ON CONFLICT (id) DO UPDATE SET
    name = excluded.name,
    security_status = excluded.security_status
WHERE (
    regions.name,
    regions.security_status
) IS DISTINCT FROM (
    excluded.name,
    excluded.security_status
);
