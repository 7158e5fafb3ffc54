-- Links by which somebody outside may judge one row once: those that were used.
CREATE TABLE "used_feedback_links" (
  "nonce" TEXT NOT NULL,
  "project_id" UUID NOT NULL,
  "prediction_id" UUID NOT NULL,
  "used_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "used_feedback_links_pkey" PRIMARY KEY ("nonce")
);
CREATE INDEX "used_feedback_links_project_id_prediction_id_idx" ON "used_feedback_links"("project_id", "prediction_id");

ALTER TABLE "used_feedback_links" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "used_feedback_links" FORCE ROW LEVEL SECURITY;
CREATE POLICY project_rows ON "used_feedback_links" USING (
  project_id = ANY (string_to_array(NULLIF(current_setting('app.projects', true), ''), ',')::uuid[])
  OR current_setting('app.system', true) = 'on');
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'implanta_app') THEN
    GRANT SELECT, INSERT, DELETE ON "used_feedback_links" TO "implanta_app";
  END IF;
END
$$;
