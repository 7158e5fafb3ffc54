import { z } from 'zod';

/** Largest body; of one that must be read as a whole, such as a JSON document or events. */
export const MAX_INGEST_BYTES = 64 * 1024 * 1024;
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;
export const MAX_INGEST_ROWS = 50_000;

const FieldName = z.string().min(1).max(128);

/** Which model, and what the fields of its rows are called where they were written. */
export const IngestQuery = z.object({
  model: z.string().min(1).max(128).describe('Name or id of a model that is served elsewhere.'),
  id: FieldName.optional().describe('The field with an id of your own; "id" unless said.'),
  time: FieldName.optional().describe('The field with the time of the prediction; "time" unless said.'),
  prediction: FieldName.optional().describe('The field with the answer; "prediction" unless said.'),
  score: FieldName.optional().describe(
    'The field with the probability of the second of two classes; "score" unless said.',
  ),
  label: FieldName.optional().describe('The field with the truth; "label" unless said.'),
  latencyMs: FieldName.optional().describe('The field with the duration in milliseconds; "latencyMs" unless said.'),
  version: FieldName.optional().describe(
    'The field with the name of the version that answered; "version" unless said, or unless the model has such a column.',
  ),
  error: FieldName.optional().describe(
    'The field with the error of a call that failed; "error" unless said, or unless the model has such a column.',
  ),
  status: FieldName.optional().describe(
    'The field with the HTTP status of a call; "status" unless said, or unless the model has such a column.',
  ),
  asVersion: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .describe('The version of rows that name none; the champion unless said.'),
  unknown: z.enum(['refuse', 'ignore']).default('refuse').describe('What is done with fields that are no columns.'),
});
export type IngestQuery = z.infer<typeof IngestQuery>;

export const IngestReply = z.object({
  /** Rows that were sent, and those of them that are new, were there already, or brought only a label. */
  rows: z.int(),
  stored: z.int(),
  /** Of the new ones: calls that failed. */
  failed: z.int(),
  repeated: z.int(),
  labelOnly: z.int(),
  /** Labels that were written. */
  labels: z.int(),
  /** Events that wait for the other side of their call. */
  waiting: z.int(),
  /** Versions that these rows made known, by the name that they have there. */
  registered: z.array(z.object({ version: z.int(), name: z.string() })),
});
export type IngestReply = z.infer<typeof IngestReply>;
