CREATE SCHEMA IF NOT EXISTS billing;
CREATE TABLE billing.invoices (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, total numeric NOT NULL);
CREATE INDEX idx_invoices_total ON billing.invoices (total);
GRANT USAGE ON SCHEMA billing TO cases_reader;
GRANT SELECT ON billing.invoices TO cases_reader;
