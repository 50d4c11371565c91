CREATE TABLE "public"."Rewards" ("Id" bigint PRIMARY KEY, "Kind" text NOT NULL);
CREATE UNIQUE INDEX "Rewards_Kind" ON "Rewards" ("Kind");
ALTER TABLE "Rewards" ADD COLUMN "Count" int NOT NULL DEFAULT 0;
ALTER TABLE "Rewards" ALTER COLUMN "Count" TYPE bigint;
