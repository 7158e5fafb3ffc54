import { z } from 'zod';

const Count = z.int();

const NumberShape = z.object({
  kind: z.literal('number'),
  /** One edge more than counts. */
  edges: z.array(z.number()),
  reference: z.array(Count),
  current: z.array(Count),
  /** Values under the first and over the last edge of the reference. */
  referenceOutside: z.object({ below: Count, above: Count }),
  currentOutside: z.object({ below: Count, above: Count }),
  /** The 1, 5, 25, 50, 75, 95 and 99 % quantiles of the reference; empty without values. */
  referenceQuantiles: z.array(z.number()),
});
const CategoryShape = z.object({
  kind: z.literal('category'),
  categories: z.array(z.string()),
  reference: z.array(Count),
  current: z.array(Count),
  /** Values that are not listed: rare ones of the reference, and those it has never seen. */
  referenceOther: Count,
  currentOther: Count,
});

export const DriftState = z.enum(['steady', 'some', 'much', 'few-rows', 'no-data']);
export type DriftState = z.infer<typeof DriftState>;

/** One column, reference against window. Nulls are counted apart and never folded into a distance. */
export const DriftFeature = z.object({
  name: z.string(),
  title: z.string(),
  unit: z.string(),
  /** Population stability index over the reference's bins; an empty bin counts as half a row. */
  psi: z.number().nullable(),
  /** Jensen-Shannon distance over the same bins, base 2: 0 to 1. */
  jensenShannon: z.number().nullable(),
  state: DriftState,
  reference: z.object({ rows: Count, nulls: Count }),
  /** `compared` are the values that were counted over the reference's bins. */
  current: z.object({ rows: Count, nulls: Count, compared: Count }),
  shape: z.discriminatedUnion('kind', [NumberShape, CategoryShape]),
});
export type DriftFeature = z.infer<typeof DriftFeature>;

export const Drift = z.object({
  version: Count,
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  /** Null until somebody uploads the training rows of the version. */
  reference: z
    .object({ id: z.uuid(), filename: z.string().nullable(), rows: Count, createdAt: z.iso.datetime() })
    .nullable(),
  rows: Count,
  /** UTC days of the window that have rows: rows of one day are not independent of each other. */
  days: Count,
  /** Rows that are not counted over this reference yet; a recount of the log is under way. */
  uncounted: Count,
  /** Largest distance first. */
  features: z.array(DriftFeature),
  /** Columns of the version that the reference does not know. */
  withoutReference: z.array(z.string()),
});
export type Drift = z.infer<typeof Drift>;

const Moment = z.iso.datetime({ offset: true });

/** Without a start and an end it is the last seven days; without a version the champion. */
export const DriftQuery = z.object({
  from: Moment.optional(),
  to: Moment.optional(),
  version: z.coerce.number().int().min(1).optional(),
});
export type DriftQuery = z.infer<typeof DriftQuery>;

/** Customary reading of the population stability index (Siddiqi 2006). */
export const PSI_SOME = 0.1;
export const PSI_MUCH = 0.25;
/** Fewer compared values than this say nothing. */
export const FEW_ROWS = 30;
