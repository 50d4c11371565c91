ALTER TABLE "Orders" ALTER COLUMN "Note" DROP DEFAULT, ALTER COLUMN "Id" TYPE bigint;
--> column-type-change
