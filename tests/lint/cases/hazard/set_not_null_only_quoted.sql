ALTER TABLE ONLY "Orders" ALTER COLUMN "Total" SET NOT NULL;
--> set-not-null
