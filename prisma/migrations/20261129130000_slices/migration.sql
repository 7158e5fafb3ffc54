-- The columns by which the performance of a model is told apart, each with the cut that was fixed when it was chosen.
CREATE TABLE "slice_settings" (
  "model_id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "columns" JSONB NOT NULL,
  "positive" TEXT,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "slice_settings_pkey" PRIMARY KEY ("model_id"),
  CONSTRAINT "slice_settings_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- What labels say about the slices of a day, beside "performance_days".
CREATE TABLE "slice_days" (
  "project_id" UUID NOT NULL,
  "model_id" UUID NOT NULL,
  "version_number" INTEGER NOT NULL,
  "route" TEXT NOT NULL,
  "day" DATE NOT NULL,
  "own_day" DATE NOT NULL,
  "source" TEXT NOT NULL,
  "sums" JSONB NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "slice_days_pkey" PRIMARY KEY ("model_id", "day", "own_day", "version_number", "route", "source"),
  CONSTRAINT "slice_days_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "slice_days_project_id_day_idx" ON "slice_days"("project_id", "day");

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['slice_settings', 'slice_days'] LOOP
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
