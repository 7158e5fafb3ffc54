-- The version that answers under the name "staging" beside production; null where there is none.
ALTER TABLE "models" ADD COLUMN "staging" INTEGER;

-- Since when a stage waits for a person, because its guards had no calls enough for too long.
ALTER TABLE "promotions" ADD COLUMN "paused_at" TIMESTAMPTZ(3);

-- Which version was in staging from when to when.
CREATE TABLE "staging_stays" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "model_id" UUID NOT NULL,
  "version_number" INTEGER NOT NULL,
  "began_at" TIMESTAMPTZ(3) NOT NULL,
  "began_by" TEXT NOT NULL,
  "ended_at" TIMESTAMPTZ(3),
  "ended_by" TEXT,
  CONSTRAINT "staging_stays_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "staging_stays_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "staging_stays_model_id_began_at_idx" ON "staging_stays"("model_id", "began_at" DESC);
-- One version of a model is there at a time.
CREATE UNIQUE INDEX "staging_stays_open_key" ON "staging_stays"("model_id") WHERE "ended_at" IS NULL;

DO $$
BEGIN
  ALTER TABLE "staging_stays" ENABLE ROW LEVEL SECURITY;
  ALTER TABLE "staging_stays" FORCE ROW LEVEL SECURITY;
  CREATE POLICY project_rows ON "staging_stays" USING (
    project_id = ANY (string_to_array(NULLIF(current_setting('app.projects', true), ''), ',')::uuid[])
    OR current_setting('app.system', true) = 'on');
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'implanta_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON "staging_stays" TO "implanta_app";
  END IF;
END
$$;
