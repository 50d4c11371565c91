COPY (SELECT id FROM players) TO PROGRAM 'gzip > /tmp/players.gz';
--> copy-on-server
COPY letters FROM '/srv/letters.csv' CSV;
--> copy-on-server
