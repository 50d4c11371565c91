-- Nothing is lost: the view holds no rows.

DROP VIEW ship_total_mass;
