-- The same policy, whose settings are read once a statement instead of once a row: of 50,000 review items, or 100,000 verdicts, that was more
-- than half of the time.
DO $$
DECLARE
  t TEXT;
BEGIN
  FOR t IN SELECT tablename FROM pg_policies WHERE schemaname = current_schema() AND policyname = 'project_rows' LOOP
    EXECUTE format($p$ALTER POLICY project_rows ON %I USING (
      project_id = ANY ((SELECT string_to_array(NULLIF(current_setting('app.projects', true), ''), ',')::uuid[])::uuid[])
      OR (SELECT current_setting('app.system', true) = 'on'))$p$, t);
  END LOOP;
END
$$;
