-- How much a version's answers rest on each of its columns, one row for each version that has a reference, and when a worker learns it anew.
CREATE TABLE "column_importances" (
  "model_id" UUID NOT NULL,
  "version_number" INTEGER NOT NULL,
  "project_id" UUID NOT NULL,
  "due_at" TIMESTAMPTZ(3) NOT NULL,
  "claim" UUID,
  "claimed_until" TIMESTAMPTZ(3),
  "log_rows" INTEGER,
  "result" JSONB,
  "learnt_at" TIMESTAMPTZ(3),
  CONSTRAINT "column_importances_pkey" PRIMARY KEY ("model_id", "version_number"),
  CONSTRAINT "column_importances_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "column_importances_due_at_idx" ON "column_importances"("due_at");

DO $$
BEGIN
  ALTER TABLE "column_importances" ENABLE ROW LEVEL SECURITY;
  ALTER TABLE "column_importances" FORCE ROW LEVEL SECURITY;
  CREATE POLICY project_rows ON "column_importances" USING (
    project_id = ANY (string_to_array(NULLIF(current_setting('app.projects', true), ''), ',')::uuid[])
    OR current_setting('app.system', true) = 'on');
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'implanta_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON "column_importances" TO implanta_app;
  END IF;
END
$$;
