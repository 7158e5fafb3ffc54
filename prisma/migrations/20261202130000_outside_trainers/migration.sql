-- Trainers outside: a script of the user's own that asks for runs, or a pipeline that is told by a signed message.
ALTER TABLE "training_recipes" ADD COLUMN "webhook_secret" TEXT;
-- Who has the run, what it runs on, and the measures that it told.
ALTER TABLE "training_runs" ADD COLUMN "outside" JSONB;
-- A claim is found by its lease alone.
CREATE INDEX "training_runs_lease_idx" ON "training_runs"("lease") WHERE "lease" IS NOT NULL;
