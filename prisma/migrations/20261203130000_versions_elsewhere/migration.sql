-- What the server that runs a version calls it, and calls that failed there, of which nobody may have measured how long they took.
ALTER TABLE "versions" ADD COLUMN "name_elsewhere" TEXT;
CREATE UNIQUE INDEX "versions_model_id_name_elsewhere_key" ON "versions"("model_id", "name_elsewhere");
ALTER TABLE "prediction_errors" ALTER COLUMN "latency_us" DROP NOT NULL;
