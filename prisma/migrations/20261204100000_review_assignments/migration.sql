-- When an item was given to a person, and when it was given to somebody else or back to all: what is left by day and person follows.
CREATE TABLE "review_assignments" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "queue_id" UUID NOT NULL,
  "item_id" UUID NOT NULL,
  "person_id" TEXT NOT NULL,
  "given_at" TIMESTAMPTZ(3) NOT NULL,
  "taken_at" TIMESTAMPTZ(3),
  CONSTRAINT "review_assignments_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "review_assignments_item_id_fkey" FOREIGN KEY ("item_id") REFERENCES "review_items"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "review_assignments_person_key" ON "review_assignments"("item_id", "person_id") WHERE "taken_at" IS NULL;
CREATE INDEX "review_assignments_queue_idx" ON "review_assignments"("queue_id", "person_id");

-- Of items that were given before this was kept, the moment is not known: they count from when they came in.
INSERT INTO "review_assignments" ("id", "project_id", "queue_id", "item_id", "person_id", "given_at")
  SELECT gen_random_uuid(), i."project_id", i."queue_id", i."id", a, i."created_at" FROM "review_items" i CROSS JOIN LATERAL unnest(i."assigned_to") a;

DO $$
BEGIN
  ALTER TABLE "review_assignments" ENABLE ROW LEVEL SECURITY;
  ALTER TABLE "review_assignments" FORCE ROW LEVEL SECURITY;
  CREATE POLICY project_rows ON "review_assignments" USING (
    project_id = ANY (string_to_array(NULLIF(current_setting('app.projects', true), ''), ',')::uuid[])
    OR current_setting('app.system', true) = 'on');
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'implanta_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON "review_assignments" TO implanta_app;
  END IF;
END
$$;
