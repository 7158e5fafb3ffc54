-- Rows that every version of a model must answer right, and how far each version was run on them.
CREATE TABLE "regression_tests" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "model_id" UUID NOT NULL,
  "version_number" INTEGER NOT NULL,
  "prediction_id" UUID NOT NULL,
  "row" INTEGER NOT NULL,
  "review_item_id" UUID,
  "fields" JSONB NOT NULL,
  "expected" TEXT NOT NULL,
  "tolerance" DOUBLE PRECISION,
  "entity_hash" TEXT NOT NULL,
  "mark" BIGINT NOT NULL,
  "created_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "removed_at" TIMESTAMPTZ(3),
  "removed_by" TEXT,
  "removed_reason" TEXT,
  CONSTRAINT "regression_tests_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "regression_tests_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "regression_tests_row_key" ON "regression_tests"("model_id", "prediction_id", "row") WHERE "removed_at" IS NULL;
CREATE INDEX "regression_tests_list_idx" ON "regression_tests"("model_id", "id" DESC) WHERE "removed_at" IS NULL;
CREATE INDEX "regression_tests_review_item_id_idx" ON "regression_tests"("review_item_id");

CREATE TABLE "regression_sets" (
  "model_id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "marks" BIGINT NOT NULL,
  CONSTRAINT "regression_sets_pkey" PRIMARY KEY ("model_id"),
  CONSTRAINT "regression_sets_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "regression_runs" (
  "model_id" UUID NOT NULL,
  "version_number" INTEGER NOT NULL,
  "project_id" UUID NOT NULL,
  "marks" BIGINT NOT NULL DEFAULT 0,
  "claim" UUID,
  "claimed_until" TIMESTAMPTZ(3),
  "due_at" TIMESTAMPTZ(3),
  "failure" TEXT,
  CONSTRAINT "regression_runs_pkey" PRIMARY KEY ("model_id", "version_number"),
  CONSTRAINT "regression_runs_version_fkey" FOREIGN KEY ("model_id", "version_number") REFERENCES "versions"("model_id", "number") ON DELETE CASCADE ON UPDATE CASCADE
);

-- What became of feedback, and who was told.
ALTER TABLE "feedback"
  ADD COLUMN "wants_mail" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "outcome" TEXT,
  ADD COLUMN "outcome_value" TEXT,
  ADD COLUMN "settled_at" TIMESTAMPTZ(3),
  ADD COLUMN "tell_at" TIMESTAMPTZ(3),
  ADD COLUMN "told_at" TIMESTAMPTZ(3),
  ADD COLUMN "told_as" TEXT,
  ADD COLUMN "checked_version" INTEGER,
  ADD COLUMN "fixed_version" INTEGER,
  ADD COLUMN "claimed_until" TIMESTAMPTZ(3);
CREATE INDEX "feedback_tell_at_idx" ON "feedback"("tell_at") WHERE "tell_at" IS NOT NULL;
CREATE INDEX "feedback_fixable_idx" ON "feedback"("model_id") WHERE "outcome" = 'label' AND "verdict" = 'wrong' AND "fixed_version" IS NULL;

-- What a person is told inside the product, and the mail that says the same.
CREATE TABLE "notifications" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "person_id" UUID NOT NULL,
  "kind" TEXT NOT NULL,
  "values" JSONB NOT NULL,
  "link" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "read_at" TIMESTAMPTZ(3),
  CONSTRAINT "notifications_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "notifications_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "notifications_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "notifications_person_id_idx" ON "notifications"("person_id", "id" DESC);
CREATE INDEX "notifications_unread_idx" ON "notifications"("person_id") WHERE "read_at" IS NULL;

CREATE TABLE "notification_mails" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "notification_id" UUID NOT NULL,
  "address" TEXT NOT NULL,
  "language" TEXT NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'waiting',
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "due_at" TIMESTAMPTZ(3) NOT NULL,
  "lease" UUID,
  "lease_until" TIMESTAMPTZ(3),
  "outcome" JSONB,
  CONSTRAINT "notification_mails_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "notification_mails_notification_id_fkey" FOREIGN KEY ("notification_id") REFERENCES "notifications"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "notification_mails_due_at_idx" ON "notification_mails"("due_at") WHERE "state" = 'waiting';

DO $$
DECLARE name TEXT;
BEGIN
  FOREACH name IN ARRAY ARRAY['regression_tests', 'regression_sets', 'regression_runs', 'notifications', 'notification_mails'] LOOP
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
