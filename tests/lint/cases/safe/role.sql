CREATE ROLE ingest NOLOGIN;
GRANT cases_reader TO ingest;
