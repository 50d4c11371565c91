-- Nothing is lost: the view holds no rows.

DROP VIEW character_total_wealth;
