-- What labels say about the bins of a version's reference, by day, beside "performance_days".
CREATE TABLE "column_quality_days" (
  "project_id" UUID NOT NULL,
  "model_id" UUID NOT NULL,
  "version_number" INTEGER NOT NULL,
  "day" DATE NOT NULL,
  "own_day" DATE NOT NULL,
  "reference_id" UUID NOT NULL,
  "columns" JSONB NOT NULL,
  CONSTRAINT "column_quality_days_pkey" PRIMARY KEY ("model_id", "version_number", "day", "own_day"),
  CONSTRAINT "column_quality_days_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "column_quality_days_project_id_day_idx" ON "column_quality_days"("project_id", "day");

-- The reference for which labelled days of a version were last marked, so that a new one has them counted anew once.
CREATE TABLE "quality_references" (
  "model_id" UUID NOT NULL,
  "version_number" INTEGER NOT NULL,
  "project_id" UUID NOT NULL,
  "reference_id" UUID NOT NULL,
  CONSTRAINT "quality_references_pkey" PRIMARY KEY ("model_id", "version_number"),
  CONSTRAINT "quality_references_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['column_quality_days', 'quality_references'] LOOP
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
