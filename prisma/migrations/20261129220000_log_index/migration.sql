-- Upwards: ids grow, and only an index that grows at its end fills its pages. Downwards each page was left half empty.
DROP INDEX "predictions_project_id_model_id_id_idx";
CREATE INDEX "predictions_project_id_model_id_id_idx" ON "predictions"("project_id", "model_id", "id");
DROP INDEX "prediction_errors_project_id_model_id_id_idx";
CREATE INDEX "prediction_errors_project_id_model_id_id_idx" ON "prediction_errors"("project_id", "model_id", "id");
