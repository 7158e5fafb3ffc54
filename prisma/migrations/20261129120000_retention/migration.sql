-- The log is deleted by age. Drops the oldest partition of days before `keep_from`, or nothing; returns the day that it was of.
-- SECURITY DEFINER: the application's role owns no table. Whoever holds the log for longer than half a second is not waited for: a lock
-- that is waited for would make everybody behind it wait.
CREATE FUNCTION "drop_prediction_partition"(keep_from date) RETURNS date LANGUAGE plpgsql SECURITY DEFINER
  SET search_path = public, pg_temp SET lock_timeout = '500ms' AS $$
DECLARE
  part text;
  day date;
BEGIN
  SELECT c.relname, to_date(right(c.relname, 8), 'YYYYMMDD') INTO part, day
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  WHERE i.inhparent = 'predictions'::regclass AND c.relname ~ '^predictions_[0-9]{8}$'
    AND to_date(right(c.relname, 8), 'YYYYMMDD') < keep_from
  ORDER BY c.relname LIMIT 1;
  IF part IS NOT NULL THEN
    EXECUTE format('DROP TABLE %I', part);
  END IF;
  RETURN day;
END
$$;
REVOKE ALL ON FUNCTION "drop_prediction_partition"(date) FROM PUBLIC;

-- What the days of the log take on disk, indexes and large values among it.
CREATE FUNCTION "prediction_partitions"() RETURNS TABLE ("day" date, "bytes" bigint, "calls" bigint) LANGUAGE sql STABLE SECURITY DEFINER
  SET search_path = public, pg_temp AS $$
  SELECT to_date(right(c.relname, 8), 'YYYYMMDD'), pg_total_relation_size(c.oid), greatest(c.reltuples, 0)::bigint
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  WHERE i.inhparent = 'predictions'::regclass AND c.relname ~ '^predictions_[0-9]{8}$'
  ORDER BY 1
$$;

DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'implanta_app') THEN
    GRANT EXECUTE ON FUNCTION "drop_prediction_partition"(date), "prediction_partitions"() TO implanta_app;
  END IF;
END
$$;
