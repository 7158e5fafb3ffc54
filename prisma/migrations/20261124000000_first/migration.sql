-- CreateEnum
CREATE TYPE "role" AS ENUM ('administrator', 'scientist', 'reviewer', 'user');

-- CreateEnum
CREATE TYPE "upload_state" AS ENUM ('receiving', 'checking', 'ready', 'refused', 'cancelled');

-- CreateTable
CREATE TABLE "model_cards" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "model_id" UUID NOT NULL,
    "version_number" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "published" BOOLEAN NOT NULL DEFAULT false,
    "fields" JSONB NOT NULL,
    "markdown" TEXT NOT NULL DEFAULT '',
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "published_at" TIMESTAMPTZ(3),

    CONSTRAINT "model_cards_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "datasets" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "model_id" UUID,
    "kind" TEXT NOT NULL,
    "filename" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "rows" INTEGER NOT NULL,
    "columns" JSONB NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "datasets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reference_profiles" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "model_id" UUID NOT NULL,
    "version_number" INTEGER NOT NULL,
    "dataset_id" UUID,
    "rows" INTEGER NOT NULL,
    "columns" JSONB NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "reference_profiles_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "feedback" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "model_id" UUID,
    "prediction_id" UUID NOT NULL,
    "row" INTEGER NOT NULL DEFAULT 0,
    "verdict" TEXT NOT NULL,
    "expected" TEXT,
    "reason" TEXT NOT NULL DEFAULT '',
    "given_by" TEXT NOT NULL,
    "giver_id" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "feedback_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "labels" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "prediction_id" UUID NOT NULL,
    "row" INTEGER NOT NULL DEFAULT 0,
    "value" TEXT NOT NULL,
    "source" TEXT NOT NULL DEFAULT 'automatic',
    "inclusion_probability" DOUBLE PRECISION NOT NULL DEFAULT 1,
    "observed_at" TIMESTAMPTZ(3) NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "labels_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "jobs" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'waiting',
    "progress" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "message" TEXT NOT NULL DEFAULT '',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "lease_until" TIMESTAMPTZ(3),
    "cancelled" BOOLEAN NOT NULL DEFAULT false,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "jobs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "projects" (
    "id" UUID NOT NULL,
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settings" JSONB NOT NULL DEFAULT '{}',

    CONSTRAINT "projects_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "people" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "password_hash" TEXT,
    "token_version" INTEGER NOT NULL DEFAULT 0,
    "owner" BOOLEAN NOT NULL DEFAULT false,
    "locale" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_seen_at" TIMESTAMPTZ(3),
    "disabled_at" TIMESTAMPTZ(3),

    CONSTRAINT "people_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "memberships" (
    "project_id" UUID NOT NULL,
    "person_id" UUID NOT NULL,
    "role" "role" NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "memberships_pkey" PRIMARY KEY ("project_id","person_id")
);

-- CreateTable
CREATE TABLE "invitations" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "email" TEXT,
    "role" "role" NOT NULL,
    "token_hash" TEXT NOT NULL,
    "invited_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "accepted_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "invitations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "scopes" TEXT[],
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "instance_settings" (
    "key" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "instance_settings_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "sign_in_attempts" (
    "subject" TEXT NOT NULL,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "sign_in_attempts_pkey" PRIMARY KEY ("subject")
);

-- CreateTable
CREATE TABLE "audit_events" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "project_id" UUID,
    "actor_kind" TEXT NOT NULL,
    "actor_id" TEXT,
    "actor_name" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "object" TEXT NOT NULL,
    "before" JSONB,
    "after" JSONB,
    "request_id" TEXT NOT NULL,
    "previous_hash" TEXT NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "audit_events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "predictions" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "model_id" UUID NOT NULL,
    "version_number" INTEGER NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "rows" INTEGER NOT NULL,
    "route" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "protocol" TEXT NOT NULL,
    "caller" TEXT,
    "request_id" TEXT,
    "idempotency_key" TEXT,
    "latency_us" INTEGER NOT NULL,
    "queue_us" INTEGER NOT NULL,
    "run_us" INTEGER NOT NULL,
    "outcomes" TEXT[],
    "inputs" JSONB NOT NULL,
    "outputs" JSONB NOT NULL,
    "context" JSONB,
    "truncated" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "predictions_pkey" PRIMARY KEY ("id")
) PARTITION BY RANGE ("id");

-- CreateTable
CREATE TABLE "prediction_errors" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "model_id" UUID,
    "version_number" INTEGER,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "status" INTEGER NOT NULL,
    "code" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "protocol" TEXT NOT NULL,
    "caller" TEXT,
    "request_id" TEXT,
    "latency_us" INTEGER NOT NULL,

    CONSTRAINT "prediction_errors_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "project_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "prediction_id" UUID NOT NULL,
    "request_hash" TEXT NOT NULL,
    "headers" JSONB NOT NULL,
    "body" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("project_id","key")
);

-- CreateTable
CREATE TABLE "prediction_rollups" (
    "spool" UUID NOT NULL,
    "model_id" UUID NOT NULL,
    "version_number" INTEGER NOT NULL,
    "route" TEXT NOT NULL,
    "origin" TEXT NOT NULL,
    "grain" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "project_id" UUID NOT NULL,
    "calls" INTEGER NOT NULL,
    "rows" INTEGER NOT NULL,
    "errors" JSONB NOT NULL,
    "latency" JSONB NOT NULL,
    "features" JSONB NOT NULL,
    "outputs" JSONB NOT NULL,

    CONSTRAINT "prediction_rollups_pkey" PRIMARY KEY ("spool","model_id","version_number","route","origin","grain","at")
);

-- CreateTable
CREATE TABLE "spool_cursors" (
    "spool" UUID NOT NULL,
    "segment" BIGINT NOT NULL,
    "offset" BIGINT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "spool_cursors_pkey" PRIMARY KEY ("spool")
);

-- CreateTable
CREATE TABLE "dead_letters" (
    "id" BIGSERIAL NOT NULL,
    "spool" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "reason" TEXT NOT NULL,
    "payload" BYTEA NOT NULL,

    CONSTRAINT "dead_letters_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "models" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "summary" TEXT NOT NULL DEFAULT '',
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "champion" INTEGER,
    "champion_at" TIMESTAMPTZ(3),

    CONSTRAINT "models_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "artifacts" (
    "project_id" UUID NOT NULL,
    "sha256" TEXT NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "filename" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "artifacts_pkey" PRIMARY KEY ("project_id","sha256")
);

-- CreateTable
CREATE TABLE "versions" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "model_id" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "filename" TEXT NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,
    "served_sha256" TEXT NOT NULL,
    "signature" JSONB NOT NULL,
    "inspection" JSONB NOT NULL,
    "probe" JSONB NOT NULL,
    "loaded" BOOLEAN NOT NULL DEFAULT true,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "versions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "signature_overlays" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "model_id" UUID NOT NULL,
    "version_number" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "content" JSONB NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "signature_overlays_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "uploads" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "model_name" TEXT NOT NULL,
    "filename" TEXT NOT NULL,
    "size_bytes" BIGINT NOT NULL,
    "received_bytes" BIGINT NOT NULL DEFAULT 0,
    "declared_sha256" TEXT,
    "state" "upload_state" NOT NULL DEFAULT 'receiving',
    "stage" TEXT NOT NULL DEFAULT 'receive',
    "problem" JSONB,
    "version_number" INTEGER,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "uploads_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "validation_reports" (
    "id" UUID NOT NULL,
    "project_id" UUID NOT NULL,
    "model_id" UUID NOT NULL,
    "version_number" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "filename" TEXT NOT NULL,
    "file_sha256" TEXT NOT NULL,
    "result" JSONB NOT NULL,
    "created_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "validation_reports_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "model_cards_project_id_idx" ON "model_cards"("project_id");

-- CreateIndex
CREATE UNIQUE INDEX "model_cards_model_id_version_number_revision_key" ON "model_cards"("model_id", "version_number", "revision");

-- CreateIndex
CREATE INDEX "datasets_project_id_model_id_idx" ON "datasets"("project_id", "model_id");

-- CreateIndex
CREATE INDEX "reference_profiles_model_id_version_number_created_at_idx" ON "reference_profiles"("model_id", "version_number", "created_at" DESC);

-- CreateIndex
CREATE INDEX "feedback_prediction_id_row_idx" ON "feedback"("prediction_id", "row");

-- CreateIndex
CREATE INDEX "feedback_project_id_model_id_created_at_idx" ON "feedback"("project_id", "model_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "labels_prediction_id_row_idx" ON "labels"("prediction_id", "row");

-- CreateIndex
CREATE UNIQUE INDEX "labels_project_id_prediction_id_row_source_key" ON "labels"("project_id", "prediction_id", "row", "source");

-- CreateIndex
CREATE INDEX "jobs_state_created_at_idx" ON "jobs"("state", "created_at");

-- CreateIndex
CREATE INDEX "jobs_project_id_kind_created_at_idx" ON "jobs"("project_id", "kind", "created_at" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "projects_slug_key" ON "projects"("slug");

-- CreateIndex
CREATE UNIQUE INDEX "people_email_key" ON "people"("email");

-- CreateIndex
CREATE INDEX "memberships_person_id_idx" ON "memberships"("person_id");

-- CreateIndex
CREATE UNIQUE INDEX "invitations_token_hash_key" ON "invitations"("token_hash");

-- CreateIndex
CREATE INDEX "invitations_project_id_idx" ON "invitations"("project_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_hash_key" ON "api_keys"("hash");

-- CreateIndex
CREATE INDEX "api_keys_project_id_idx" ON "api_keys"("project_id");

-- CreateIndex
CREATE INDEX "audit_events_project_id_id_idx" ON "audit_events"("project_id", "id" DESC);

-- CreateIndex
CREATE INDEX "predictions_project_id_model_id_id_idx" ON "predictions"("project_id", "model_id", "id" DESC);

-- CreateIndex
CREATE INDEX "prediction_errors_project_id_model_id_id_idx" ON "prediction_errors"("project_id", "model_id", "id" DESC);

-- CreateIndex
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys"("created_at");

-- CreateIndex
CREATE INDEX "prediction_rollups_project_id_model_id_grain_at_idx" ON "prediction_rollups"("project_id", "model_id", "grain", "at");

-- CreateIndex
CREATE UNIQUE INDEX "models_project_id_name_key" ON "models"("project_id", "name");

-- CreateIndex
CREATE INDEX "versions_project_id_idx" ON "versions"("project_id");

-- CreateIndex
CREATE UNIQUE INDEX "versions_model_id_number_key" ON "versions"("model_id", "number");

-- CreateIndex
CREATE UNIQUE INDEX "signature_overlays_model_id_version_number_revision_key" ON "signature_overlays"("model_id", "version_number", "revision");

-- CreateIndex
CREATE INDEX "uploads_project_id_created_at_idx" ON "uploads"("project_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "validation_reports_model_id_version_number_kind_created_at_idx" ON "validation_reports"("model_id", "version_number", "kind", "created_at" DESC);

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "memberships" ADD CONSTRAINT "memberships_person_id_fkey" FOREIGN KEY ("person_id") REFERENCES "people"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "models" ADD CONSTRAINT "models_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "versions" ADD CONSTRAINT "versions_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "signature_overlays" ADD CONSTRAINT "signature_overlays_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The smallest UUIDv7 of an instant: the bound of a partition.
CREATE FUNCTION "uuid7_floor"(t timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM t) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid
$$;

-- Makes the partition of a UTC day. SECURITY DEFINER: the application's role owns no table.
CREATE FUNCTION "ensure_prediction_partition"(day date) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  part text := 'predictions_' || to_char(day, 'YYYYMMDD');
  low timestamptz := day::timestamp AT TIME ZONE 'UTC';
BEGIN
  IF day < current_date - 401 OR day > current_date + 2 THEN
    RAISE EXCEPTION 'day % is outside the kept range', day;
  END IF;
  IF to_regclass('public.' || part) IS NULL THEN
    PERFORM pg_advisory_xact_lock(hashtext('ensure_prediction_partition'));
    EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF predictions FOR VALUES FROM (%L) TO (%L)', part, uuid7_floor(low), uuid7_floor(low + interval '1 day'));
  END IF;
END
$$;

-- Who listens on the channel "implanta" learns which project's configuration changed.
CREATE FUNCTION "notify_configuration"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('implanta', TG_TABLE_NAME || ':' || COALESCE(NEW.project_id, OLD.project_id)::text);
  RETURN NULL;
END
$$;

CREATE TRIGGER "models_notify" AFTER INSERT OR UPDATE OR DELETE ON "models" FOR EACH ROW EXECUTE FUNCTION notify_configuration();
CREATE TRIGGER "versions_notify" AFTER INSERT OR UPDATE OR DELETE ON "versions" FOR EACH ROW EXECUTE FUNCTION notify_configuration();
CREATE TRIGGER "signature_overlays_notify" AFTER INSERT OR UPDATE OR DELETE ON "signature_overlays" FOR EACH ROW EXECUTE FUNCTION notify_configuration();
CREATE TRIGGER "reference_profiles_notify" AFTER INSERT OR UPDATE OR DELETE ON "reference_profiles" FOR EACH ROW EXECUTE FUNCTION notify_configuration();
CREATE TRIGGER "api_keys_notify" AFTER INSERT OR UPDATE OF revoked_at, expires_at, scopes OR DELETE ON "api_keys" FOR EACH ROW EXECUTE FUNCTION notify_configuration();

-- Second lock behind the project-scoped access of the application: row-level security.
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['memberships', 'invitations', 'api_keys', 'models', 'artifacts', 'versions', 'signature_overlays', 'uploads', 'model_cards', 'datasets', 'reference_profiles', 'validation_reports', 'predictions', 'prediction_errors', 'idempotency_keys', 'prediction_rollups', 'feedback', 'labels', 'jobs'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', t);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', t);
    EXECUTE format($p$CREATE POLICY project_rows ON %I USING (
      project_id = ANY (string_to_array(NULLIF(current_setting('app.projects', true), ''), ',')::uuid[])
      OR current_setting('app.system', true) = 'on')$p$, t);
  END LOOP;
END
$$;

-- The application's role: no superuser, owns nothing, no grant on single partitions; audit events can only be added.
-- Where the owner may not create roles, the application runs as the owner, and the forced policies still hold.
DO $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'implanta_app') THEN
    CREATE ROLE implanta_app NOLOGIN;
  END IF;
  GRANT implanta_app TO CURRENT_USER;
EXCEPTION WHEN insufficient_privilege THEN
  RAISE NOTICE 'role implanta_app could not be made; the application runs as the owner';
END
$$;
DO $$
DECLARE t text;
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'implanta_app') THEN
    GRANT USAGE ON SCHEMA public TO implanta_app;
    FOR t IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations' LOOP
      EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO implanta_app', t);
    END LOOP;
    REVOKE UPDATE, DELETE ON audit_events FROM implanta_app;
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO implanta_app;
    GRANT EXECUTE ON FUNCTION ensure_prediction_partition(date), uuid7_floor(timestamptz) TO implanta_app;
  END IF;
END
$$;
