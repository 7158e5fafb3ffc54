-- How sure the answers were, per class and day: what accuracy is estimated from before labels arrive.
ALTER TABLE "prediction_rollups" ADD COLUMN "scores" JSONB NOT NULL DEFAULT '{}';

-- Labelled rows by the day that they name themselves (`context.time`) beside the day on which they were answered.
ALTER TABLE "performance_days" ADD COLUMN "own_day" DATE;
SELECT set_config('app.system', 'on', true);
UPDATE "performance_days" SET "own_day" = "day";
ALTER TABLE "performance_days" ALTER COLUMN "own_day" SET NOT NULL;
ALTER TABLE "performance_days" DROP CONSTRAINT "performance_days_pkey";
ALTER TABLE "performance_days" ADD CONSTRAINT "performance_days_pkey" PRIMARY KEY ("model_id", "day", "own_day", "version_number", "route", "source");
-- Days that were counted without it are counted anew.
UPDATE "label_days" SET "marks" = "marks" + 1, "marked_at" = now(), "due_at" = now();
