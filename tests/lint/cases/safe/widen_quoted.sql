-- given schema
ALTER TABLE "Orders" ALTER COLUMN "Note" TYPE character varying(80);
