-- Folding looks for old buckets of a grain among those of all models.
CREATE INDEX "prediction_rollups_grain_at_idx" ON "prediction_rollups"("grain", "at");

SELECT set_config('app.system', 'on', true);
-- Lists of many models read whole days. From now on the drainer counts them; those of the last week are added up here.
WITH src AS (
  SELECT *, date_trunc('day', "at", 'UTC') AS "day" FROM "prediction_rollups"
  WHERE "grain" IN ('minute', 'hour', 'day') AND "at" >= now() - interval '8 days' AND "spool" <> '00000000-0000-0000-0000-000000000000'
), sums AS (
  SELECT "spool", "model_id", "version_number", "route", "origin", "day", "project_id",
    sum("calls")::int AS "calls", sum("rows")::int AS "rows", sum(("latency"->>'zeros')::bigint) AS "zeros"
  FROM src GROUP BY 1, 2, 3, 4, 5, 6, 7
), errs AS (
  SELECT "spool", "model_id", "version_number", "route", "origin", "day", jsonb_object_agg("code", "n") AS "errors" FROM (
    SELECT "spool", "model_id", "version_number", "route", "origin", "day", e."key" AS "code", sum(e."value"::bigint) AS "n"
    FROM src, jsonb_each_text(src."errors") AS e GROUP BY 1, 2, 3, 4, 5, 6, 7) AS counted
  GROUP BY 1, 2, 3, 4, 5, 6
), bins AS (
  SELECT "spool", "model_id", "version_number", "route", "origin", "day", jsonb_agg(jsonb_build_array("bin", "n") ORDER BY "bin") AS "bins" FROM (
    SELECT "spool", "model_id", "version_number", "route", "origin", "day", (b->>0)::int AS "bin", sum((b->>1)::bigint) AS "n"
    FROM src, jsonb_array_elements(src."latency"->'bins') AS b GROUP BY 1, 2, 3, 4, 5, 6, 7) AS counted
  GROUP BY 1, 2, 3, 4, 5, 6
)
INSERT INTO "prediction_rollups" ("spool", "model_id", "version_number", "route", "origin", "grain", "at", "project_id", "calls", "rows", "errors", "latency", "features", "outputs", "compared", "agreeing")
SELECT "spool", "model_id", "version_number", "route", "origin", 'traffic-day', "day", "project_id", "calls", "rows",
  coalesce("errors", '{}'), jsonb_build_object('zeros', coalesce("zeros", 0), 'bins', coalesce("bins", '[]')), '{}', '{"classes":{},"bins":{}}', 0, 0
FROM sums
LEFT JOIN errs USING ("spool", "model_id", "version_number", "route", "origin", "day")
LEFT JOIN bins USING ("spool", "model_id", "version_number", "route", "origin", "day");
