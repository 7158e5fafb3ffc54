-- Alert rules with the state of their evaluation, what they found (incidents, their events, a bounded course of values) and what was sent.
CREATE TABLE "alert_rules" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "model_id" UUID NOT NULL,
  "name" TEXT NOT NULL,
  "owner_id" TEXT,
  "owner_name" TEXT NOT NULL,
  "definition" JSONB NOT NULL,
  "enabled" BOOLEAN NOT NULL DEFAULT true,
  "muted_until" TIMESTAMPTZ(3),
  "webhook_url" TEXT,
  "webhook_format" TEXT,
  "webhook_secret" TEXT,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "updated_at" TIMESTAMPTZ(3) NOT NULL,
  "due_at" TIMESTAMPTZ(3) NOT NULL,
  "lease" UUID,
  "lease_until" TIMESTAMPTZ(3),
  "last" JSONB,
  "recent" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
  "learnt" JSONB,
  CONSTRAINT "alert_rules_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "alert_rules_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE UNIQUE INDEX "alert_rules_project_id_name_key" ON "alert_rules"("project_id", "name");
CREATE INDEX "alert_rules_due_at_idx" ON "alert_rules"("due_at") WHERE "enabled";

CREATE TABLE "alert_evaluations" (
  "rule_id" UUID NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "project_id" UUID NOT NULL,
  "facts" JSONB NOT NULL,
  CONSTRAINT "alert_evaluations_pkey" PRIMARY KEY ("rule_id", "at"),
  CONSTRAINT "alert_evaluations_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "alert_rules"("id") ON DELETE CASCADE ON UPDATE CASCADE
);

CREATE TABLE "alert_incidents" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "model_id" UUID NOT NULL,
  "rule_id" UUID,
  "rule" JSONB NOT NULL,
  "level" TEXT NOT NULL,
  "opened_at" TIMESTAMPTZ(3) NOT NULL,
  "closed_at" TIMESTAMPTZ(3),
  "closed_because" TEXT,
  "acknowledged_at" TIMESTAMPTZ(3),
  "acknowledged_by" TEXT,
  "latest" JSONB NOT NULL,
  "told" TEXT,
  "course" JSONB,
  CONSTRAINT "alert_incidents_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "alert_incidents_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  CONSTRAINT "alert_incidents_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "alert_rules"("id") ON DELETE SET NULL ON UPDATE CASCADE
);
-- A rule has one open incident at most.
CREATE UNIQUE INDEX "alert_incidents_open_key" ON "alert_incidents"("rule_id") WHERE "closed_at" IS NULL;
CREATE INDEX "alert_incidents_project_id_id_idx" ON "alert_incidents"("project_id", "id" DESC);
CREATE INDEX "alert_incidents_open_idx" ON "alert_incidents"("project_id") WHERE "closed_at" IS NULL;

CREATE TABLE "alert_events" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "incident_id" UUID NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "kind" TEXT NOT NULL,
  "actor_name" TEXT,
  "content" JSONB NOT NULL,
  CONSTRAINT "alert_events_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "alert_events_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "alert_incidents"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "alert_events_incident_id_at_idx" ON "alert_events"("incident_id", "at");

-- The id is what receivers know a delivery by, so that a second try is not taken for a second event.
CREATE TABLE "alert_deliveries" (
  "id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  "rule_id" UUID,
  "incident_id" UUID,
  "event" TEXT NOT NULL,
  "url" TEXT NOT NULL,
  "body" TEXT NOT NULL,
  "state" TEXT NOT NULL DEFAULT 'waiting',
  "attempts" INTEGER NOT NULL DEFAULT 0,
  "due_at" TIMESTAMPTZ(3) NOT NULL,
  "lease" UUID,
  "lease_until" TIMESTAMPTZ(3),
  "outcome" JSONB,
  "created_at" TIMESTAMPTZ(3) NOT NULL,
  "ended_at" TIMESTAMPTZ(3),
  CONSTRAINT "alert_deliveries_pkey" PRIMARY KEY ("id"),
  CONSTRAINT "alert_deliveries_rule_id_fkey" FOREIGN KEY ("rule_id") REFERENCES "alert_rules"("id") ON DELETE SET NULL ON UPDATE CASCADE,
  CONSTRAINT "alert_deliveries_incident_id_fkey" FOREIGN KEY ("incident_id") REFERENCES "alert_incidents"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
CREATE INDEX "alert_deliveries_due_at_idx" ON "alert_deliveries"("due_at") WHERE "state" = 'waiting';
CREATE INDEX "alert_deliveries_incident_id_idx" ON "alert_deliveries"("incident_id");
CREATE INDEX "alert_deliveries_rule_id_id_idx" ON "alert_deliveries"("rule_id", "id" DESC);

DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['alert_rules', 'alert_evaluations', 'alert_incidents', 'alert_events', 'alert_deliveries'] LOOP
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
