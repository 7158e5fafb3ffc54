-- Who an item is for; nobody in particular where the list is empty.
ALTER TABLE "review_items" ADD COLUMN "assigned_to" TEXT[] NOT NULL DEFAULT '{}', ADD COLUMN "stratum" TEXT;
CREATE INDEX "review_items_assigned_idx" ON "review_items"("queue_id") WHERE "assigned_to" <> '{}';

-- The part of what a reviewer gets whose answer is known, and those rows with what each person said of them. Apart from items, so that
-- nothing that is done with items ever meets them.
ALTER TABLE "review_queues" ADD COLUMN "gold_share" DOUBLE PRECISION NOT NULL DEFAULT 0;
CREATE TABLE "review_gold" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "queue_id" UUID NOT NULL,
  "version_number" INTEGER NOT NULL,
  "prediction_id" UUID NOT NULL,
  "row" INTEGER NOT NULL,
  "entity" TEXT,
  "entity_hash" TEXT NOT NULL,
  "destination" TEXT NOT NULL,
  "value" TEXT NOT NULL,
  "source" TEXT NOT NULL,
  "created_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "retired_at" TIMESTAMPTZ(3),
  CONSTRAINT "review_gold_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "review_gold_queue_id_fkey" FOREIGN KEY ("queue_id") REFERENCES "review_queues"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "review_gold_row_key" ON "review_gold"("queue_id", "prediction_id", "row");
CREATE TABLE "review_gold_answers" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "queue_id" UUID NOT NULL,
  "gold_id" UUID NOT NULL,
  "reviewer_id" TEXT NOT NULL,
  "reviewer_name" TEXT NOT NULL,
  "asked_at" TIMESTAMPTZ(3) NOT NULL,
  "decision" TEXT,
  "value" TEXT,
  "note" TEXT NOT NULL DEFAULT '',
  "took_ms" INTEGER,
  "answered_at" TIMESTAMPTZ(3),
  CONSTRAINT "review_gold_answers_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "review_gold_answers_gold_id_fkey" FOREIGN KEY ("gold_id") REFERENCES "review_gold"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "review_gold_answers_person_key" ON "review_gold_answers"("gold_id", "reviewer_id");
CREATE INDEX "review_gold_answers_queue_idx" ON "review_gold_answers"("queue_id", "reviewer_id");

-- Where all rows about an entity go for ever, whatever share of them goes to exams later.
CREATE TABLE "entity_destinations" (
  "model_id" UUID NOT NULL,
  "entity_hash" TEXT NOT NULL,
  "project_id" UUID NOT NULL,
  "destination" TEXT NOT NULL,
  CONSTRAINT "entity_destinations_pkey" PRIMARY KEY ("model_id", "entity_hash"),
  CONSTRAINT "entity_destinations_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "entity_destinations" ("model_id", "entity_hash", "project_id", "destination")
  SELECT DISTINCT ON ("model_id", "entity_hash") "model_id", "entity_hash", "project_id", "destination"
  FROM "review_items" ORDER BY "model_id", "entity_hash", "id";

-- What was erased on request: proofs and counts, and nothing of the person.
CREATE TABLE "erasures" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "by" TEXT NOT NULL,
  "subject_hash" TEXT NOT NULL,
  "row_hashes" TEXT[] NOT NULL,
  "report" JSONB NOT NULL,
  "created_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "erasures_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "erasures_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "erasures_project_id_id_idx" ON "erasures"("project_id", "id" DESC);

-- What was given by a link, which its holder may change until the link expires.
ALTER TABLE "used_feedback_links" ADD COLUMN "feedback_id" UUID;

DO $$
DECLARE
  name TEXT;
  may TEXT;
BEGIN
  FOR name, may IN VALUES ('review_gold', 'SELECT, INSERT, UPDATE, DELETE'), ('review_gold_answers', 'SELECT, INSERT, UPDATE, DELETE'),
    ('entity_destinations', 'SELECT, INSERT, DELETE'),
    ('erasures', 'SELECT, INSERT') LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format($policy$CREATE POLICY project_rows ON %I USING (
      project_id = ANY (string_to_array(NULLIF(current_setting('app.projects', true), ''), ',')::uuid[])
      OR current_setting('app.system', true) = 'on')$policy$, name);
    IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'implanta_app') THEN
      EXECUTE format('GRANT %s ON %I TO implanta_app', may, name);
    END IF;
  END LOOP;
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'implanta_app') THEN
    GRANT UPDATE ("feedback_id") ON "used_feedback_links" TO implanta_app;
  END IF;
END
$$;
