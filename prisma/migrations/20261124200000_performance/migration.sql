-- Days whose labels changed, and what the labels say about the answers of a day.
CREATE TABLE "label_days" (
  "project_id" UUID NOT NULL,
  "day" DATE NOT NULL,
  "marks" BIGINT NOT NULL,
  "marked_at" TIMESTAMPTZ(3) NOT NULL,
  "due_at" TIMESTAMPTZ(3),
  "claim" UUID,
  "claimed_until" TIMESTAMPTZ(3),
  "rests_until" TIMESTAMPTZ(3),
  "unmatched" INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT "label_days_pkey" PRIMARY KEY ("project_id", "day")
);
CREATE INDEX "label_days_due_at_idx" ON "label_days"("due_at");

CREATE TABLE "performance_days" (
  "project_id" UUID NOT NULL,
  "model_id" UUID NOT NULL,
  "version_number" INTEGER NOT NULL,
  "route" TEXT NOT NULL,
  "day" DATE NOT NULL,
  "source" TEXT NOT NULL,
  "measures" JSONB NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "performance_days_pkey" PRIMARY KEY ("model_id", "day", "version_number", "route", "source")
);
CREATE INDEX "performance_days_project_id_day_idx" ON "performance_days"("project_id", "day");

-- Labels that were written before there were such days are looked at once. Ids that are no UUIDv7 or of no day that is kept say nothing.
SELECT set_config('app.system', 'on', true);
INSERT INTO "label_days" ("project_id", "day", "marks", "marked_at", "due_at")
SELECT "project_id", "day", 1, now(), now() FROM (
  SELECT DISTINCT "project_id", (to_timestamp(('x' || substr(replace("prediction_id"::text, '-', ''), 1, 12))::bit(48)::bigint / 1000.0) AT TIME ZONE 'UTC')::date AS "day"
  FROM "labels" WHERE substr("prediction_id"::text, 15, 1) = '7' AND "prediction_id" < uuid7_floor(now() + interval '2 days')
) AS "found" WHERE "day" >= current_date - 401;

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['label_days', 'performance_days'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format($p$CREATE POLICY project_rows ON %I USING (
      project_id = ANY (string_to_array(NULLIF(current_setting('app.projects', true), ''), ',')::uuid[])
      OR current_setting('app.system', true) = 'on')$p$, t);
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'implanta_app') THEN
      EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO implanta_app', t);
    END IF;
  END LOOP;
END
$$;
