-- Traffic of a model: a canary by weight, a shadow, which share of the calls is kept, and how many runners.
ALTER TABLE "models" ADD COLUMN "deployment" JSONB NOT NULL DEFAULT '{}';

-- An answer that was computed beside the one that the caller got: whose it is, and how many of its rows say the same.
ALTER TABLE "predictions" ADD COLUMN "shadow_of" UUID, ADD COLUMN "agreeing" INTEGER;
CREATE INDEX "predictions_shadow_of_idx" ON "predictions"("shadow_of") WHERE "shadow_of" IS NOT NULL;
ALTER TABLE "prediction_errors" ADD COLUMN "route" TEXT NOT NULL DEFAULT 'champion';
ALTER TABLE "prediction_rollups" ADD COLUMN "compared" INTEGER NOT NULL DEFAULT 0, ADD COLUMN "agreeing" INTEGER NOT NULL DEFAULT 0;

-- Limits of keys: a gateway takes its share of a key's rate for a few seconds at a time.
ALTER TABLE "api_keys" ADD COLUMN "calls_per_second" INTEGER;
DROP TRIGGER "api_keys_notify" ON "api_keys";
CREATE TRIGGER "api_keys_notify" AFTER INSERT OR UPDATE OF revoked_at, expires_at, scopes, calls_per_second OR DELETE ON "api_keys" FOR EACH ROW EXECUTE FUNCTION notify_configuration();
CREATE TABLE "rate_leases" (
  "key_id" UUID NOT NULL,
  "holder" UUID NOT NULL,
  "wanted" DOUBLE PRECISION NOT NULL,
  "expires_at" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "rate_leases_pkey" PRIMARY KEY ("key_id", "holder")
);
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'implanta_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON "rate_leases" TO "implanta_app";
  END IF;
END
$$;
