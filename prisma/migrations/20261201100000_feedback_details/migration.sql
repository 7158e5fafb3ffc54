-- How bad a wrong answer is, which fields of the row are wrong, what a project's own scores say of it, and when it was last said anew.
ALTER TABLE "feedback"
  ADD COLUMN "severity" TEXT,
  ADD COLUMN "fields" JSONB NOT NULL DEFAULT '[]',
  ADD COLUMN "scores" JSONB NOT NULL DEFAULT '{}',
  ADD COLUMN "edited_at" TIMESTAMPTZ(3);
UPDATE "feedback" SET "severity" = 'normal' WHERE "verdict" = 'wrong';
CREATE INDEX "feedback_severity_idx" ON "feedback"("project_id", "model_id", "severity", "id" DESC);
CREATE INDEX "feedback_fields_idx" ON "feedback"("project_id", "model_id", "id" DESC) WHERE "fields" <> '[]'::jsonb;
CREATE INDEX "feedback_scores_idx" ON "feedback"("project_id", "model_id", "created_at") WHERE "scores" <> '{}'::jsonb;
CREATE INDEX "feedback_edited_at_idx" ON "feedback"("project_id", "model_id", "edited_at") WHERE "edited_at" IS NOT NULL;

-- What feedback said before it was changed or withdrawn. Rows are added, and deleted with their prediction; none is changed.
CREATE TABLE "feedback_history" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "model_id" UUID,
  "feedback_id" UUID NOT NULL,
  "prediction_id" UUID NOT NULL,
  "row" INTEGER NOT NULL,
  "how" TEXT NOT NULL,
  "said" JSONB NOT NULL,
  "giver_id" TEXT,
  "given_by" TEXT NOT NULL,
  "given_at" TIMESTAMPTZ(3) NOT NULL,
  "ended_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "feedback_history_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "feedback_history_feedback_id_idx" ON "feedback_history"("feedback_id", "id");
CREATE INDEX "feedback_history_row_idx" ON "feedback_history"("prediction_id", "row");
CREATE INDEX "feedback_history_ended_at_idx" ON "feedback_history"("project_id", "ended_at");

-- What a project's people are asked beside right or wrong.
CREATE TABLE "score_definitions" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "description" TEXT NOT NULL,
  "kind" TEXT NOT NULL,
  "min" DOUBLE PRECISION,
  "max" DOUBLE PRECISION,
  "categories" TEXT[] NOT NULL,
  "created_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "archived_at" TIMESTAMPTZ(3),
  "archived_by" TEXT,
  CONSTRAINT "score_definitions_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "score_definitions_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "score_definitions_name_key" ON "score_definitions"("project_id", "name");

-- What people say to each other about a row, and when the talk was settled or taken up again. Rows are added, and deleted with their prediction.
CREATE TABLE "thread_entries" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "model_id" UUID NOT NULL,
  "prediction_id" UUID NOT NULL,
  "row" INTEGER NOT NULL,
  "kind" TEXT NOT NULL,
  "text" TEXT NOT NULL,
  "author_id" TEXT NOT NULL,
  "author_name" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "thread_entries_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "thread_entries_row_idx" ON "thread_entries"("prediction_id", "row", "id");

-- What happened to feedback and to rows, until it was put in the line of the project's webhooks.
CREATE TABLE "feedback_events" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "model_id" UUID,
  "content" JSONB NOT NULL,
  CONSTRAINT "feedback_events_pkey" PRIMARY KEY ("id")
);

-- Where a project tells of new feedback and of decisions.
CREATE TABLE "webhooks" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "url" TEXT NOT NULL,
  "format" TEXT NOT NULL,
  "secret" TEXT NOT NULL,
  "events" TEXT[] NOT NULL,
  "language" TEXT NOT NULL,
  "enabled" BOOLEAN NOT NULL,
  "created_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "webhooks_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "webhooks_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "webhooks_name_key" ON "webhooks"("project_id", "name");
ALTER TABLE "alert_deliveries" ADD COLUMN "webhook_id" UUID;
CREATE INDEX "alert_deliveries_webhook_id_idx" ON "alert_deliveries"("webhook_id", "id" DESC) WHERE "webhook_id" IS NOT NULL;

DO $$
DECLARE
  name TEXT;
  may TEXT;
BEGIN
  FOR name, may IN VALUES ('feedback_history', 'SELECT, INSERT, DELETE'), ('score_definitions', 'SELECT, INSERT, UPDATE'),
    ('thread_entries', 'SELECT, INSERT, DELETE'), ('feedback_events', 'SELECT, INSERT, UPDATE, DELETE'),
    ('webhooks', 'SELECT, INSERT, UPDATE, DELETE') LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format($policy$CREATE POLICY project_rows ON %I USING (
      project_id = ANY (string_to_array(NULLIF(current_setting('app.projects', true), ''), ',')::uuid[])
      OR current_setting('app.system', true) = 'on')$policy$, name);
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'implanta_app') THEN
      EXECUTE format('GRANT %s ON %I TO implanta_app', may, name);
    END IF;
  END LOOP;
END
$$;
