ALTER TABLE "Orders" ADD COLUMN "Number" SERIAL;
--> add-column-rewrite
