-- Inputs and outputs of a call as bytes: floats take four bytes each instead of a decimal number of JSON, and neither writing nor
-- reading them parses text. What was stored before goes on as JSON behind a zero byte.
SELECT set_config('app.system', 'on', true);
ALTER TABLE "predictions" ADD COLUMN "tensors" BYTEA;
UPDATE "predictions" SET "tensors" = '\x00'::bytea || convert_to(jsonb_build_object('inputs', "inputs", 'outputs', "outputs")::text, 'UTF8');
ALTER TABLE "predictions" ALTER COLUMN "tensors" SET NOT NULL;
ALTER TABLE "predictions" DROP COLUMN "inputs", DROP COLUMN "outputs";
