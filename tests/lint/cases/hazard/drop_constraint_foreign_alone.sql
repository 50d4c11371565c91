-- given nothing
ALTER TABLE IF EXISTS orders DROP CONSTRAINT IF EXISTS fk_orders_customer;
--> drop-foreign-key
