-- How far two answers of a queue are apart: by kind, by order or by difference; null where the model says it. Classes in their order, the lowest first.
ALTER TABLE "review_queues" ADD COLUMN "scale" TEXT, ADD COLUMN "class_order" TEXT[] NOT NULL DEFAULT '{}';
