CREATE SEQUENCE invoice_numbers AS bigint OWNED BY NONE;
