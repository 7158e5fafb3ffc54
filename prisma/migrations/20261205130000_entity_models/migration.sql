-- Models of which any row has named what it is about, whatever the log still has: whether a personal entity can still be hidden.
CREATE TABLE "entity_models" (
  "model_id" UUID NOT NULL,
  "project_id" UUID NOT NULL,
  CONSTRAINT "entity_models_pkey" PRIMARY KEY ("model_id"),
  CONSTRAINT "entity_models_model_id_fkey" FOREIGN KEY ("model_id") REFERENCES "models"("id") ON DELETE CASCADE ON UPDATE CASCADE
);
INSERT INTO "entity_models" SELECT id, project_id FROM models m
  WHERE EXISTS (SELECT FROM predictions p WHERE p.project_id = m.project_id AND p.model_id = m.id AND jsonb_path_exists(p.context, '$[*].entity'));

ALTER TABLE "entity_models" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "entity_models" FORCE ROW LEVEL SECURITY;
CREATE POLICY project_rows ON "entity_models" USING (
  project_id = ANY ((SELECT string_to_array(NULLIF(current_setting('app.projects', true), ''), ',')::uuid[])::uuid[])
  OR (SELECT current_setting('app.system', true) = 'on'));
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'implanta_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON "entity_models" TO "implanta_app";
  END IF;
END
$$;
