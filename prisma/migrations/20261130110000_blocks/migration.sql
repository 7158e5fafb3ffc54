-- What rows of a model belong together by, beside their days.
CREATE TABLE "block_settings" (
  "model_id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "choice" UUID NOT NULL,
  "from" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "block_settings_pkey" PRIMARY KEY ("model_id"),
  CONSTRAINT "block_settings_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- What labels say about groups of whole entities on a day, beside "performance_days".
CREATE TABLE "block_days" (
  "project_id" UUID NOT NULL,
  "model_id" UUID NOT NULL,
  "version_number" INTEGER NOT NULL,
  "route" TEXT NOT NULL,
  "day" DATE NOT NULL,
  "own_day" DATE NOT NULL,
  "source" TEXT NOT NULL,
  "choice" UUID NOT NULL,
  "entities" JSONB NOT NULL,
  "measures" JSONB NOT NULL,
  "slices" JSONB,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "block_days_pkey" PRIMARY KEY ("model_id", "day", "own_day", "version_number", "route", "source"),
  CONSTRAINT "block_days_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "block_days_project_id_day_idx" ON "block_days"("project_id", "day");

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['block_settings', 'block_days'] LOOP
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
