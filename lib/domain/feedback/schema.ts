import { z } from 'zod';

export const NewFeedback = z.strictObject({
  verdict: z.enum(['right', 'wrong']),
  /** What it should have been: a class of the model, or a number. */
  expected: z.string().trim().max(200).optional(),
  reason: z.string().max(2000, 'A reason has 2,000 characters at most.').optional(),
});
export type NewFeedback = z.infer<typeof NewFeedback>;

export const Feedback = z.object({
  id: z.uuid(),
  /** Id of the row: prediction, dot, row. */
  rowId: z.string(),
  verdict: z.enum(['right', 'wrong']),
  expected: z.string().nullable(),
  reason: z.string(),
  givenBy: z.string(),
  createdAt: z.iso.datetime(),
});
export type Feedback = z.infer<typeof Feedback>;

export const FeedbackPage = z.object({
  feedback: z.array(Feedback),
  nextCursor: z.string().nullable(),
  counts: z.object({ right: z.int(), wrong: z.int() }),
});
export type FeedbackPage = z.infer<typeof FeedbackPage>;

/**
 * automatic: the truth that arrives by itself for every row; random-sample: rows drawn at random; review and complaint: rows that
 * somebody picked, which say nothing about the others.
 */
export const LABEL_SOURCES = ['automatic', 'random-sample', 'review', 'complaint'] as const;
export type LabelSource = (typeof LABEL_SOURCES)[number];

export const NewLabel = z
  .strictObject({
    /** Id of a row: prediction, dot, row; without a row it is row 0. */
    predictionId: z
      .string()
      .regex(
        /^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}(\.\d{1,6})?$/,
        'It is not the id of a prediction or row.',
      ),
    value: z.union([z.string().max(1000), z.number(), z.boolean()]),
    source: z.enum(LABEL_SOURCES).optional(),
    /** Of a random sample: the chance that the row had of being drawn. Each row then stands for 1 / chance rows. */
    inclusionProbability: z
      .number()
      .gt(0, 'A row that was drawn had a chance above 0.')
      .max(1, 'A chance is 1 at most.')
      .optional(),
    observedAt: z.iso.datetime({ offset: true }).optional(),
  })
  .refine(({ source, inclusionProbability = 1 }) => inclusionProbability === 1 || source === 'random-sample', {
    path: ['inclusionProbability'],
    message: 'Only labels with source "random-sample" have a chance below 1.',
  });
export type NewLabel = z.infer<typeof NewLabel>;

export const NewLabels = z.strictObject({
  labels: z.array(NewLabel).min(1, 'Send one label at least.').max(10_000, 'Send 10,000 labels at most in one call.'),
});
export type NewLabels = z.infer<typeof NewLabels>;

/** `unknown` counts labels, kept all the same, whose prediction is not in the log (yet). */
export const StoredLabels = z.object({ stored: z.int(), replaced: z.int(), unknown: z.int() });
export type StoredLabels = z.infer<typeof StoredLabels>;

const ColumnName = z.string().min(1).max(128);
const Found = z.object({ count: z.int(), examples: z.array(z.string()) });

/** How a file of labels is joined to rows. */
export const LabelFileQuery = z.object({
  /** The column that names the row: by its id, or by the context value that `context` names. */
  key: ColumnName,
  /** The column of the truth. */
  label: ColumnName,
  /** `entity` for `context.entity`; without it `key` holds ids. */
  context: z
    .string()
    .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/)
    .optional(),
  /** Window of the rows that are joined by context; without it the last 28 days. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  source: z.enum(['automatic', 'review', 'complaint']).default('automatic'),
  /** Only tells what would be written. */
  dryRun: z.enum(['1']).optional(),
});
export type LabelFileQuery = z.infer<typeof LabelFileQuery>;

export const LabelFile = z.object({
  isWritten: z.boolean(),
  /** Lines with a key and a label, lines without one of them, and lines that say again what was said. */
  lines: z.int(),
  empty: z.int(),
  repeated: z.int(),
  keys: z.int(),
  /** Keys that no row of the log has. Ids are kept all the same. */
  unknown: Found,
  contradictions: Found,
  /** Labels that the champion cannot answer. */
  misfits: Found,
  /** Rows that get a label. */
  rows: z.int(),
  /** Rows that had one of this source before; null in a dry run. */
  replaced: z.int().nullable(),
});
export type LabelFile = z.infer<typeof LabelFile>;
