-- What is last known of drift and quality of models, for monitors that scrape it.
CREATE TABLE "model_measures" (
  "model_id" UUID NOT NULL,
  "measure" TEXT NOT NULL,
  "column_name" TEXT NOT NULL DEFAULT '',
  "project_id" UUID NOT NULL,
  "version_number" INTEGER NOT NULL,
  "value" DOUBLE PRECISION NOT NULL,
  "n" INTEGER NOT NULL,
  CONSTRAINT "model_measures_pkey" PRIMARY KEY ("model_id", "measure", "column_name"),
  CONSTRAINT "model_measures_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "model_measures_project_id_idx" ON "model_measures"("project_id");

-- When each model was last looked at; the row is what a worker claims.
CREATE TABLE "model_measurings" (
  "model_id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "measured_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "model_measurings_pkey" PRIMARY KEY ("model_id"),
  CONSTRAINT "model_measurings_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['model_measures', 'model_measurings'] LOOP
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
