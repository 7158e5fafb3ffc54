-- Which version was champion from when on, whoever made it so.
CREATE TABLE "champion_changes" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "model_id" UUID NOT NULL,
  "from_number" INTEGER,
  "to_number" INTEGER NOT NULL,
  "changed_by" TEXT NOT NULL,
  "is_rollback" BOOLEAN NOT NULL DEFAULT false,
  "at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "champion_changes_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "champion_changes_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "champion_changes_model_id_at_idx" ON "champion_changes"("model_id", "at" DESC);

-- How versions of a project come to answer all calls.
CREATE TABLE "promotion_rules" (
  "project_id" UUID NOT NULL,
  "content" JSONB NOT NULL,
  "updated_by" TEXT NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "promotion_rules_pkey" PRIMARY KEY ("project_id"),
  CONSTRAINT "promotion_rules_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- One way of a version to the champion's place, from its request to its end.
CREATE TABLE "promotions" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "model_id" UUID NOT NULL,
  "version_number" INTEGER NOT NULL,
  "from_number" INTEGER NOT NULL,
  "state" TEXT NOT NULL,
  "rules" JSONB NOT NULL,
  "reason" TEXT NOT NULL,
  "asked_by" TEXT NOT NULL,
  "asked_by_id" TEXT,
  "decided_by" TEXT,
  "decision" TEXT,
  "notes" JSONB NOT NULL,
  "stage" INTEGER NOT NULL DEFAULT 0,
  "stage_since" TIMESTAMPTZ(3),
  "begun_at" TIMESTAMPTZ(3),
  "full_at" TIMESTAMPTZ(3),
  "guards" JSONB,
  "problem" JSONB,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "ended_at" TIMESTAMPTZ(3),
  "due_at" TIMESTAMPTZ(3),
  "lease" UUID,
  "lease_until" TIMESTAMPTZ(3),
  CONSTRAINT "promotions_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "promotions_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "promotions_model_id_created_at_idx" ON "promotions"("model_id", "created_at" DESC);
CREATE INDEX "promotions_due_at_idx" ON "promotions"("due_at") WHERE "due_at" IS NOT NULL;
-- One version of a model is under way at a time.
CREATE UNIQUE INDEX "promotions_open_key" ON "promotions"("model_id") WHERE "ended_at" IS NULL;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['champion_changes', 'promotion_rules', 'promotions'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format($p$CREATE POLICY project_rows ON %I USING (
      project_id = ANY (string_to_array(NULLIF(current_setting('app.projects', true), ''), ',')::uuid[])
      OR current_setting('app.system', true) = 'on')$p$, t);
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'implanta_app') THEN
      EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO "implanta_app"', t);
    END IF;
  END LOOP;
END
$$;
