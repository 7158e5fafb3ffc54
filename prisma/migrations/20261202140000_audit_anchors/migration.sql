-- The trail is searched by time.
CREATE INDEX "audit_events_project_id_at_idx" ON "audit_events"("project_id", "at" DESC);

-- Daily heads of the chain, of the whole installation as the chain is: no project owns them.
CREATE TABLE "audit_heads" (
  "day" DATE NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "event_id" BIGINT NOT NULL,
  "events" INTEGER NOT NULL,
  "hash" TEXT NOT NULL,
  "public_key" TEXT NOT NULL,
  "signature" TEXT NOT NULL,
  CONSTRAINT "audit_heads_pkey" PRIMARY KEY ("day")
);

CREATE TABLE "audit_receivers" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "kind" TEXT NOT NULL,
  "address" TEXT NOT NULL,
  "secret" TEXT,
  "language" TEXT NOT NULL,
  "created_by" TEXT NOT NULL,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "audit_receivers_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "audit_receivers_kind_check" CHECK ("kind" IN ('mail', 'webhook'))
);
CREATE UNIQUE INDEX "audit_receivers_project_id_address_key" ON "audit_receivers"("project_id", "address");

CREATE TABLE "audit_messages" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "receiver_id" UUID NOT NULL,
  "day" DATE NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'waiting',
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "due_at" TIMESTAMPTZ(3) NOT NULL,
  "lease" UUID,
  "lease_until" TIMESTAMPTZ(3),
  "outcome" JSONB,
  "ended_at" TIMESTAMPTZ(3),
  CONSTRAINT "audit_messages_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "audit_messages_receiver_id_fkey" FOREIGN KEY ("receiver_id") REFERENCES "audit_receivers"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "audit_messages_receiver_id_day_key" ON "audit_messages"("receiver_id", "day");
CREATE INDEX "audit_messages_due_at_idx" ON "audit_messages"("due_at") WHERE "state" = 'waiting';

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['audit_receivers', 'audit_messages'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format($p$CREATE POLICY project_rows ON %I USING (
      project_id = ANY (string_to_array(NULLIF(current_setting('app.projects', true), ''), ',')::uuid[])
      OR current_setting('app.system', true) = 'on')$p$, t);
  END LOOP;
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'implanta_app') THEN
    GRANT SELECT, INSERT ON "audit_heads" TO "implanta_app";
    GRANT SELECT, INSERT, UPDATE, DELETE ON "audit_receivers", "audit_messages" TO "implanta_app";
  END IF;
END
$$;
