-- How the answers of a version are settled without a new file: an append-only history of which the highest number is in force.
CREATE TABLE "answer_settings" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "model_id" UUID NOT NULL,
  "version_number" INTEGER NOT NULL,
  "number" INTEGER NOT NULL,
  "content" JSONB NOT NULL,
  "reason" TEXT NOT NULL,
  "based_on" INTEGER,
  "created_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "answer_settings_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "answer_settings_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "answer_settings_model_id_version_number_number_key" ON "answer_settings"("model_id", "version_number", "number");
ALTER TABLE "answer_settings" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "answer_settings" FORCE ROW LEVEL SECURITY;
CREATE POLICY project_rows ON "answer_settings" USING (
  project_id = ANY (string_to_array(NULLIF(current_setting('app.projects', true), ''), ',')::uuid[])
  OR current_setting('app.system', true) = 'on');
CREATE TRIGGER "answer_settings_notify" AFTER INSERT ON "answer_settings" FOR EACH ROW EXECUTE FUNCTION notify_configuration();

-- Which settings answered a call, and which of its rows were too close to call.
ALTER TABLE "predictions" ADD COLUMN "settings_number" INTEGER;
ALTER TABLE "predictions" ADD COLUMN "abstained" INTEGER[];

DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'implanta_app') THEN
    -- What answered a logged row is never changed.
    GRANT SELECT, INSERT ON "answer_settings" TO "implanta_app";
  END IF;
END
$$;
