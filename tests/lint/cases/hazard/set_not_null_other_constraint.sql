-- given nothing
ALTER TABLE orders VALIDATE CONSTRAINT orders_total_check;
ALTER TABLE orders ALTER COLUMN note SET NOT NULL;
--> set-not-null
