-- Review queues, the rows in them, and what people decide about them.
CREATE TABLE "review_queues" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "model_id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "rules" JSONB NOT NULL,
  "reviews_wanted" INTEGER NOT NULL,
  "is_blind" BOOLEAN NOT NULL,
  "tolerance" DOUBLE PRECISION NOT NULL,
  "instructions" TEXT NOT NULL,
  "lock_minutes" INTEGER NOT NULL,
  "read_to" UUID NOT NULL,
  "complaints_to" TIMESTAMPTZ(3) NOT NULL,
  "due_at" TIMESTAMPTZ(3) NOT NULL,
  "claim" UUID,
  "claimed_until" TIMESTAMPTZ(3),
  "created_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "archived_at" TIMESTAMPTZ(3),
  CONSTRAINT "review_queues_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "review_queues_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "review_queues_name_key" ON "review_queues"("model_id", "name") WHERE "archived_at" IS NULL;
CREATE INDEX "review_queues_due_at_idx" ON "review_queues"("due_at") WHERE "archived_at" IS NULL;

CREATE TABLE "review_items" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "queue_id" UUID NOT NULL,
  "model_id" UUID NOT NULL,
  "version_number" INTEGER NOT NULL,
  "prediction_id" UUID NOT NULL,
  "row" INTEGER NOT NULL,
  "reasons" TEXT[] NOT NULL,
  "inclusion_probability" DOUBLE PRECISION,
  "priority" DOUBLE PRECISION NOT NULL,
  "entity" TEXT,
  "entity_hash" TEXT NOT NULL,
  "destination" TEXT NOT NULL,
  "state" TEXT NOT NULL,
  "reviews_wanted" INTEGER NOT NULL,
  "reviews_done" INTEGER NOT NULL DEFAULT 0,
  "locked_by" TEXT,
  "locked_until" TIMESTAMPTZ(3),
  "outcome" TEXT,
  "value" TEXT,
  "settled_by" TEXT,
  "settled_at" TIMESTAMPTZ(3),
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "review_items_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "review_items_queue_id_fkey" FOREIGN KEY ("queue_id") REFERENCES "review_queues"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "review_items_row_key" ON "review_items"("queue_id", "prediction_id", "row");
CREATE INDEX "review_items_prediction_id_row_idx" ON "review_items"("prediction_id", "row");
CREATE INDEX "review_items_waiting_idx" ON "review_items"("queue_id", "priority" DESC, "id") WHERE "state" <> 'settled';
CREATE INDEX "review_items_settled_idx" ON "review_items"("queue_id", "settled_at" DESC, "id") WHERE "state" = 'settled';
CREATE INDEX "review_items_labelled_idx" ON "review_items"("model_id", "destination", "id") WHERE "state" = 'settled' AND "outcome" = 'label';

CREATE TABLE "reviews" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "item_id" UUID NOT NULL,
  "reviewer_id" TEXT NOT NULL,
  "reviewer_name" TEXT NOT NULL,
  "decision" TEXT NOT NULL,
  "value" TEXT,
  "note" TEXT NOT NULL,
  "is_blind" BOOLEAN NOT NULL,
  "is_adjudication" BOOLEAN NOT NULL,
  "took_ms" INTEGER,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "taken_back_at" TIMESTAMPTZ(3),
  CONSTRAINT "reviews_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "reviews_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "review_items"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "reviews_item_id_idx" ON "reviews"("item_id");
CREATE UNIQUE INDEX "reviews_person_key" ON "reviews"("item_id", "reviewer_id") WHERE "taken_back_at" IS NULL;
CREATE INDEX "reviews_project_id_reviewer_id_created_at_idx" ON "reviews"("project_id", "reviewer_id", "created_at");

DO $$
DECLARE name TEXT;
BEGIN
  FOREACH name IN ARRAY ARRAY['review_queues', 'review_items', 'reviews'] LOOP
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
