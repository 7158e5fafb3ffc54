-- What came of each caller and of each slice of the chosen columns, beside the counts of columns: hours, then days.
ALTER TABLE "prediction_rollups" ADD COLUMN "parts" JSONB NOT NULL DEFAULT '{}';

-- Without it a day of the log could not be counted anew: trials are told from traffic by it. Null for errors of before.
ALTER TABLE "prediction_errors" ADD COLUMN "origin" TEXT;

-- Drainers count by the chosen columns, and hear when these change.
CREATE TRIGGER "slice_settings_notify" AFTER INSERT OR UPDATE OR DELETE ON "slice_settings" FOR EACH ROW EXECUTE FUNCTION notify_configuration();
