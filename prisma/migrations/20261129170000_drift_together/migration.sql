-- Versions whose columns are measured together, one row for each that has a reference, and when a worker looks at it next.
CREATE TABLE "together_versions" (
  "model_id" UUID NOT NULL,
  "version_number" INTEGER NOT NULL,
  "project_id" UUID NOT NULL,
  "profile_id" UUID NOT NULL,
  "due_at" TIMESTAMPTZ(3) NOT NULL,
  "claim" UUID,
  "claimed_until" TIMESTAMPTZ(3),
  CONSTRAINT "together_versions_pkey" PRIMARY KEY ("model_id", "version_number"),
  CONSTRAINT "together_versions_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "together_versions_due_at_idx" ON "together_versions"("due_at");

-- How the rows of a day that is over differ from a reference in all columns together.
CREATE TABLE "together_days" (
  "model_id" UUID NOT NULL,
  "version_number" INTEGER NOT NULL,
  "profile_id" UUID NOT NULL,
  "day" DATE NOT NULL,
  "project_id" UUID NOT NULL,
  "rows" INTEGER NOT NULL,
  "measured_rows" INTEGER NOT NULL,
  "reference_rows" INTEGER NOT NULL,
  "reference_days" INTEGER,
  "components" INTEGER,
  "error" DOUBLE PRECISION,
  "error_score" DOUBLE PRECISION,
  "auc" DOUBLE PRECISION,
  "columns" JSONB NOT NULL,
  "measured_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "together_days_pkey" PRIMARY KEY ("model_id", "version_number", "profile_id", "day"),
  CONSTRAINT "together_days_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['together_versions', 'together_days'] LOOP
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
