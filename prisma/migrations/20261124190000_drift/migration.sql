-- How the inputs of a model are watched: how many days it learns from, and how many false alarms a month it may raise.
CREATE TABLE "drift_settings" (
  "model_id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "learning_days" INTEGER NOT NULL,
  "false_alarms" DOUBLE PRECISION NOT NULL,
  "against" TEXT NOT NULL,
  "learn_from" DATE,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "drift_settings_pkey" PRIMARY KEY ("model_id"),
  CONSTRAINT "drift_settings_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
ALTER TABLE "drift_settings" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "drift_settings" FORCE ROW LEVEL SECURITY;
CREATE POLICY project_rows ON "drift_settings" USING (
  project_id = ANY (string_to_array(NULLIF(current_setting('app.projects', true), ''), ',')::uuid[])
  OR current_setting('app.system', true) = 'on');
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'implanta_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON "drift_settings" TO "implanta_app";
  END IF;
END
$$;
