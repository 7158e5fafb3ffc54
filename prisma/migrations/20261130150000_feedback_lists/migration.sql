-- Lists of feedback go by id, newest first, and count verdicts: both from the index alone.
CREATE INDEX "feedback_project_id_model_id_id_idx" ON "feedback"("project_id", "model_id", "id" DESC) INCLUDE ("verdict");
CREATE INDEX "feedback_giver_id_model_id_id_idx" ON "feedback"("giver_id", "model_id", "id" DESC);
