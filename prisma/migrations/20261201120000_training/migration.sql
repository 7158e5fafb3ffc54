-- How a model is trained again: which rows, which algorithm.
CREATE TABLE "training_recipes" (
  "model_id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "content" JSONB NOT NULL,
  "updated_by" TEXT NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "training_recipes_pkey" PRIMARY KEY ("model_id"),
  CONSTRAINT "training_recipes_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- One training of a model, from its request to the version that came out or the reason why none did.
CREATE TABLE "training_runs" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "model_id" UUID NOT NULL,
  "number" INTEGER NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'waiting',
  "priority" INTEGER NOT NULL DEFAULT 0,
  "started_by" JSONB NOT NULL,
  "recipe" JSONB NOT NULL,
  "pinned" JSONB,
  "steps" JSONB NOT NULL DEFAULT '[]',
  "progress" DOUBLE PRECISION NOT NULL DEFAULT 0,
  "losses" JSONB NOT NULL DEFAULT '[]',
  "outcome" JSONB,
  "problem" JSONB,
  "version_number" INTEGER,
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "cancelled" BOOLEAN NOT NULL DEFAULT false,
  "lease" UUID,
  "lease_until" TIMESTAMPTZ(3),
  "created_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "started_at" TIMESTAMPTZ(3),
  "finished_at" TIMESTAMPTZ(3),
  CONSTRAINT "training_runs_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "training_runs_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "training_runs_model_id_number_key" ON "training_runs"("model_id", "number");
-- What a worker takes next.
CREATE INDEX "training_runs_open_idx" ON "training_runs"("priority" DESC, "created_at") WHERE "finished_at" IS NULL;

CREATE TABLE "training_log_lines" (
  "run_id" UUID NOT NULL,
  "number" INTEGER NOT NULL,
  "project_id" UUID NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "text" TEXT NOT NULL,
  CONSTRAINT "training_log_lines_pkey" PRIMARY KEY ("run_id", "number"),
  CONSTRAINT "training_log_lines_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "training_runs"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- When a model is trained again by itself.
CREATE TABLE "training_triggers" (
  "model_id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "content" JSONB NOT NULL,
  "enabled" BOOLEAN NOT NULL,
  "due_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_by" TEXT NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "training_triggers_pkey" PRIMARY KEY ("model_id"),
  CONSTRAINT "training_triggers_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "training_triggers_due_at_idx" ON "training_triggers"("due_at") WHERE "enabled";

-- The run that a version came out of, and the rows that it knows; a run gives one version at most.
ALTER TABLE "versions" ADD COLUMN "training_run_id" UUID;
ALTER TABLE "versions" ADD COLUMN "trained_on" JSONB;
CREATE UNIQUE INDEX "versions_training_run_id_key" ON "versions"("training_run_id");

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['training_recipes', 'training_runs', 'training_log_lines', 'training_triggers'] LOOP
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
