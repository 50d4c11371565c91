SELECT count(*) FROM players; -- noqa
