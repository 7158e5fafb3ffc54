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
