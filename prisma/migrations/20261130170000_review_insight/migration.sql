-- What people said about a model, whatever queue it came by.
CREATE INDEX "review_items_model_id_created_at_idx" ON "review_items"("model_id", "created_at");
