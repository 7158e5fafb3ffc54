-- Whom a rule tells by mail beside its webhook, and in which language it speaks.
ALTER TABLE "alert_rules" ADD COLUMN "mail_to" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[];
ALTER TABLE "alert_rules" ADD COLUMN "language" TEXT NOT NULL DEFAULT 'en';

-- Deaths of runners per version and minute, whichever gateway saw them.
CREATE TABLE "runner_crashes" (
  "project_id" UUID NOT NULL,
  "model_id" UUID NOT NULL,
  "version_number" INTEGER NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "crashes" INTEGER NOT NULL,
  CONSTRAINT "runner_crashes_pkey" PRIMARY KEY ("model_id", "version_number", "at"),
  CONSTRAINT "runner_crashes_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- When a report of a model is made by itself, and for whom.
CREATE TABLE "report_schedules" (
  "model_id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "every" TEXT NOT NULL,
  "weekday" INTEGER NOT NULL,
  "hour" INTEGER NOT NULL,
  "mail_to" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
  "language" TEXT NOT NULL DEFAULT 'en',
  "enabled" BOOLEAN NOT NULL DEFAULT true,
  "due_at" TIMESTAMPTZ(3) NOT NULL,
  "lease" UUID,
  "lease_until" TIMESTAMPTZ(3),
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "report_schedules_pkey" PRIMARY KEY ("model_id"),
  CONSTRAINT "report_schedules_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "report_schedules_due_at_idx" ON "report_schedules"("due_at") WHERE "enabled";

-- A report as it was when it was made; one per model and window.
CREATE TABLE "monitoring_reports" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "model_id" UUID NOT NULL,
  "from_at" TIMESTAMPTZ(3) NOT NULL,
  "to_at" TIMESTAMPTZ(3) NOT NULL,
  "made_at" TIMESTAMPTZ(3) NOT NULL,
  "content" JSONB NOT NULL,
  CONSTRAINT "monitoring_reports_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "monitoring_reports_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "monitoring_reports_window_key" ON "monitoring_reports"("model_id", "from_at", "to_at");

-- Mail of a report that waits to be sent. The id is its Message-ID, the same in every try.
CREATE TABLE "report_mails" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "report_id" UUID NOT NULL,
  "address" TEXT NOT NULL,
  "content" JSONB NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'waiting',
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "due_at" TIMESTAMPTZ(3) NOT NULL,
  "lease" UUID,
  "lease_until" TIMESTAMPTZ(3),
  "outcome" JSONB,
  CONSTRAINT "report_mails_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "report_mails_report_id_fkey" FOREIGN KEY ("report_id") REFERENCES "monitoring_reports"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "report_mails_due_at_idx" ON "report_mails"("due_at") WHERE "state" = 'waiting';
CREATE INDEX "report_mails_report_id_idx" ON "report_mails"("report_id");

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['runner_crashes', 'report_schedules', 'monitoring_reports', 'report_mails'] LOOP
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
