-- A version may have no file of its own: who answers for it is in served_by ('runner', 'elsewhere' or 'upstream').
ALTER TABLE "versions" ADD COLUMN IF NOT EXISTS "served_by" TEXT NOT NULL DEFAULT 'runner';
ALTER TABLE "versions" ALTER COLUMN "sha256" DROP NOT NULL;
ALTER TABLE "versions" ALTER COLUMN "served_sha256" DROP NOT NULL;

-- The running service that a model stands in front of, and what was learnt of its JSON.
CREATE TABLE "upstreams" (
  "model_id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "version_number" INTEGER NOT NULL,
  "url" TEXT NOT NULL,
  "allow_private" BOOLEAN NOT NULL,
  "header_name" TEXT,
  "header_value" TEXT,
  "timeout_ms" INTEGER NOT NULL,
  "answer_field" TEXT,
  "answer_task" TEXT,
  "learnt" JSONB,
  "calls_learnt" INTEGER NOT NULL DEFAULT 0,
  "epoch" INTEGER NOT NULL DEFAULT 0,
  "goal_answers" INTEGER NOT NULL DEFAULT 1000,
  "goal_percent" DOUBLE PRECISION NOT NULL DEFAULT 99,
  "counted_from" TIMESTAMPTZ(3) NOT NULL,
  "created_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "upstreams_pkey" PRIMARY KEY ("model_id"),
  CONSTRAINT "upstreams_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

ALTER TABLE "upstreams" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "upstreams" FORCE ROW LEVEL SECURITY;
CREATE POLICY project_rows ON "upstreams" USING (
  project_id = ANY (string_to_array(NULLIF(current_setting('app.projects', true), ''), ',')::uuid[])
  OR current_setting('app.system', true) = 'on');
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'implanta_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON "upstreams" TO "implanta_app";
  END IF;
END
$$;
CREATE TRIGGER "upstreams_notify" AFTER INSERT OR UPDATE OR DELETE ON "upstreams" FOR EACH ROW EXECUTE FUNCTION notify_configuration();
