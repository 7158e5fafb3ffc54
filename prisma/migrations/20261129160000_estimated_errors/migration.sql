-- What is learnt of the errors of a regression, from which its mean error is estimated before labels arrive; the row is what a worker claims.
CREATE TABLE "error_estimates" (
  "model_id" UUID NOT NULL,
  "version_number" INTEGER NOT NULL,
  "project_id" UUID NOT NULL,
  "marks" BIGINT NOT NULL DEFAULT 1,
  "due_at" TIMESTAMPTZ(3),
  "rests_until" TIMESTAMPTZ(3),
  "claim" UUID,
  "claimed_until" TIMESTAMPTZ(3),
  "fit" UUID,
  "learnt" JSONB,
  "trees" JSONB,
  CONSTRAINT "error_estimates_pkey" PRIMARY KEY ("model_id", "version_number"),
  CONSTRAINT "error_estimates_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "error_estimates_due_at_idx" ON "error_estimates"("due_at");

-- The errors that were expected of the answers of a day, summed over rows of it.
CREATE TABLE "estimated_error_days" (
  "model_id" UUID NOT NULL,
  "version_number" INTEGER NOT NULL,
  "day" DATE NOT NULL,
  "own_day" DATE NOT NULL,
  "project_id" UUID NOT NULL,
  "fit" UUID NOT NULL,
  "rows_of_day" INTEGER NOT NULL,
  "rows" INTEGER NOT NULL,
  "looked" INTEGER NOT NULL,
  "absolute" DOUBLE PRECISION NOT NULL,
  "squares" DOUBLE PRECISION NOT NULL,
  CONSTRAINT "estimated_error_days_pkey" PRIMARY KEY ("model_id", "version_number", "day", "own_day"),
  CONSTRAINT "estimated_error_days_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "estimated_error_days_project_id_idx" ON "estimated_error_days"("project_id");

-- Regressions whose labels are counted already.
SELECT set_config('app.system', 'on', true);
INSERT INTO "error_estimates" ("model_id", "version_number", "project_id", "due_at")
SELECT DISTINCT "model_id", "version_number", "project_id", now() FROM "performance_days"
WHERE "route" <> 'shadow' AND "source" <> 'chosen' AND jsonb_typeof("measures"->'numbers') = 'object';

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['error_estimates', 'estimated_error_days'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format($p$CREATE POLICY project_rows ON %I USING (
      project_id = ANY (string_to_array(NULLIF(current_setting('app.projects', true), ''), ',')::uuid[])
      OR current_setting('app.system', true) = 'on')$p$, t);
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'implanta_app') THEN
      EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO implanta_app', t);
    END IF;
  END LOOP;
END
$$;
