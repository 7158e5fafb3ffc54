-- What somebody holds of a queue is looked for first, whenever they take an item.
CREATE INDEX "review_items_held_idx" ON "review_items"("locked_by", "queue_id") WHERE "state" <> 'settled' AND "locked_by" IS NOT NULL;
