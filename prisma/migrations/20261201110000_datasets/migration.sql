-- Named datasets with numbered versions that never change, and files that wait to be saved as one.
CREATE TABLE "named_datasets" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "description" TEXT NOT NULL,
  "created_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "named_datasets_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "named_datasets_name_key" ON "named_datasets"("project_id", "name");

CREATE TABLE "dataset_versions" (
  "dataset_id" UUID NOT NULL,
  "number" INTEGER NOT NULL,
  "project_id" UUID NOT NULL,
  "rows" INTEGER NOT NULL,
  "columns" JSONB NOT NULL,
  "roles" JSONB NOT NULL,
  "sha256" TEXT NOT NULL,
  "size_bytes" BIGINT NOT NULL,
  "hashes_sha256" TEXT NOT NULL,
  "cut_off" TIMESTAMPTZ(3),
  "exam_left_out" INTEGER NOT NULL,
  "source" JSONB NOT NULL,
  "profile" JSONB NOT NULL,
  "job_id" UUID,
  "created_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "dataset_versions_pkey" PRIMARY KEY ("dataset_id", "number"),
  CONSTRAINT "dataset_versions_dataset_id_fkey" FOREIGN KEY ("dataset_id") REFERENCES "named_datasets"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "dataset_versions_job_id_key" ON "dataset_versions"("job_id");
CREATE INDEX "dataset_versions_project_id_sha256_idx" ON "dataset_versions"("project_id", "sha256");

CREATE TABLE "dataset_uploads" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "filename" TEXT NOT NULL,
  "sha256" TEXT NOT NULL,
  "rows" INTEGER NOT NULL,
  "columns" JSONB NOT NULL,
  "created_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "dataset_uploads_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "dataset_uploads_created_at_idx" ON "dataset_uploads"("created_at");

DO $$
DECLARE name TEXT;
BEGIN
  FOREACH name IN ARRAY ARRAY['named_datasets', 'dataset_versions', 'dataset_uploads'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format($policy$CREATE POLICY project_rows ON %I USING (
      project_id = ANY (string_to_array(NULLIF(current_setting('app.projects', true), ''), ',')::uuid[])
      OR current_setting('app.system', true) = 'on')$policy$, name);
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'implanta_app') THEN
      EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO implanta_app', name);
    END IF;
  END LOOP;
END
$$;
