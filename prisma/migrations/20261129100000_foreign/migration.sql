-- Models that are served elsewhere: no file, rows that come with their answers, and no latency where nobody measured one.
ALTER TABLE "models" ADD COLUMN "elsewhere" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "predictions" ALTER COLUMN "latency_us" DROP NOT NULL;
-- When a row was sent that was answered at another time: recounts must know what was counted when it came.
ALTER TABLE "predictions" ADD COLUMN "arrived_at" TIMESTAMPTZ(3);

-- The ids that callers gave their rows, hashed, so that a row which is sent twice is stored once.
CREATE TABLE "ingested_rows" (
  "model_id" UUID NOT NULL,
  "key" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "prediction_id" UUID NOT NULL,
  CONSTRAINT "ingested_rows_pkey" PRIMARY KEY ("model_id", "key"),
  CONSTRAINT "ingested_rows_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- They go with the rows that they name.
CREATE INDEX "ingested_rows_project_id_prediction_id_idx" ON "ingested_rows"("project_id", "prediction_id");

-- Requests and responses that come as events of their own and wait for each other.
CREATE TABLE "ingest_halves" (
  "model_id" UUID NOT NULL,
  "event_id" TEXT NOT NULL,
  "side" TEXT NOT NULL,
  "project_id" UUID NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "arrived_at" TIMESTAMPTZ(3) NOT NULL,
  "content" JSONB NOT NULL,
  CONSTRAINT "ingest_halves_pkey" PRIMARY KEY ("model_id", "event_id", "side"),
  CONSTRAINT "ingest_halves_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "ingest_halves_arrived_at_idx" ON "ingest_halves"("model_id", "arrived_at");

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['ingested_rows', 'ingest_halves'] LOOP
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
