-- Databases and files whose labels are pulled on a schedule.
CREATE TABLE "label_sources" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "model_id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "url" TEXT NOT NULL,
  "hidden_query" TEXT NOT NULL DEFAULT '',
  "secret" TEXT,
  "allow_private" BOOLEAN NOT NULL,
  "sql" TEXT NOT NULL DEFAULT '',
  "key_column" TEXT NOT NULL,
  "label_column" TEXT NOT NULL,
  "context" TEXT,
  "days" INTEGER NOT NULL,
  "source" TEXT NOT NULL,
  "every" TEXT NOT NULL,
  "hour" INTEGER NOT NULL,
  "enabled" BOOLEAN NOT NULL DEFAULT true,
  "due_at" TIMESTAMPTZ(3) NOT NULL,
  "lease" UUID,
  "lease_until" TIMESTAMPTZ(3),
  "pulled_until" TIMESTAMPTZ(3),
  "etag" TEXT,
  "last_at" TIMESTAMPTZ(3),
  "outcome" JSONB,
  "created_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "label_sources_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "label_sources_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "label_sources_name_key" ON "label_sources"("model_id", "name");
CREATE INDEX "label_sources_due_at_idx" ON "label_sources"("due_at") WHERE "enabled";

ALTER TABLE "label_sources" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "label_sources" FORCE ROW LEVEL SECURITY;
CREATE POLICY project_rows ON "label_sources" USING (
  project_id = ANY (string_to_array(NULLIF(current_setting('app.projects', true), ''), ',')::uuid[])
  OR current_setting('app.system', true) = 'on');
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'implanta_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON "label_sources" TO "implanta_app";
  END IF;
END
$$;
