-- What stands before a version of a model that is to answer calls: each change is a row, the newest counts.
CREATE TABLE "gate_rules" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "model_id" UUID NOT NULL,
  "revision" INTEGER NOT NULL,
  "content" JSONB NOT NULL,
  "changed_by" TEXT NOT NULL,
  "changed_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "gate_rules_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "gate_rules_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "gate_rules_model_id_revision_key" ON "gate_rules"("model_id", "revision");

-- Why an administrator let a promotion pass the gate; it is not asked again on its way.
ALTER TABLE "promotions" ADD COLUMN "override" TEXT;

DO $$
BEGIN
  EXECUTE 'ALTER TABLE "gate_rules" ENABLE ROW LEVEL SECURITY';
  EXECUTE 'ALTER TABLE "gate_rules" FORCE ROW LEVEL SECURITY';
  EXECUTE $p$CREATE POLICY project_rows ON "gate_rules" USING (
    project_id = ANY (string_to_array(NULLIF(current_setting('app.projects', true), ''), ',')::uuid[])
    OR current_setting('app.system', true) = 'on')$p$;
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'implanta_app') THEN
    EXECUTE 'GRANT SELECT, INSERT ON "gate_rules" TO "implanta_app"';
  END IF;
END
$$;
