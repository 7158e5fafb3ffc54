import { z } from 'zod';

const Count = z.int();
const Value = z.number().nullable();

export const CLASS_METRICS = [
  'accuracy',
  'balancedAccuracy',
  'macroF1',
  'weightedF1',
  'rocAuc',
  'prAuc',
  'logLoss',
  'brier',
  'calibrationError',
] as const;
export type ClassMetric = (typeof CLASS_METRICS)[number];
export const NUMBER_METRICS = ['mae', 'rmse', 'mape', 'r2', 'bias'] as const;
export type NumberMetric = (typeof NUMBER_METRICS)[number];

/** Bins of equal width in a calibration curve. */
export const CALIBRATION_GROUPS = 10;
/** Fewer days have no interval: drawing days again says nothing then. */
export const FEW_DAYS = 5;

export const Measure = z.object({
  /** Null where it cannot be said from these rows. */
  value: Value,
  /** 95 % interval, by drawing whole UTC days again; null with fewer than five days. */
  low: Value,
  high: Value,
  /** What the simplest rule reaches on the same rows. */
  baseline: Value,
  /** How far the score bins may move the value; 0 where nothing is binned. */
  binning: z.number(),
});
export type Measure = z.infer<typeof Measure>;

/** complete: the truth of every row; random: a random sample of rows; chosen: rows that somebody picked. */
export const PERFORMANCE_SOURCES = ['complete', 'random', 'chosen'] as const;
export type PerformanceSource = (typeof PERFORMANCE_SOURCES)[number];

export const ClassPerformance = z.object({
  kind: z.literal('classes'),
  /** Rows that came with a probability for each class. */
  scoredRows: Count,
  /** The class of the baseline. */
  mostFrequent: z.string().nullable(),
  measures: z.record(z.enum(CLASS_METRICS), Measure),
  classes: z.array(
    z.object({
      label: z.string(),
      name: z.string(),
      precision: z.number(),
      recall: z.number(),
      f1: z.number(),
      /** Rows of the class by their labels, as estimated. */
      support: z.number(),
      rocAuc: Measure.pick({ value: true, binning: true }),
      prAuc: Measure.pick({ value: true, baseline: true }).extend({ low: Value, high: Value }),
      /** Bins of the score that hold rows: bin of 200, weight of the class, weight of the rest, sum of the scores. */
      bins: z.array(z.tuple([z.number(), z.number(), z.number(), z.number()])),
    }),
  ),
  /** Estimated rows of pairs that occur: place of the label and of the answer in `classes`, rows. */
  confusion: z.array(z.tuple([Count, Count, z.number()])),
});
export type ClassPerformance = z.infer<typeof ClassPerformance>;

export const NumberPerformance = z.object({
  kind: z.literal('numbers'),
  unit: z.string(),
  /** The answer of the baseline. */
  mean: Value,
  measures: z.record(z.enum(NUMBER_METRICS), Measure),
  /** Rows whose label is 0, which have no relative error. */
  zeros: Count,
  /** Prediction minus label, in ranges that hold rows, upwards. */
  residuals: z.array(z.object({ low: z.number(), high: z.number(), rows: z.number() })),
  /** Rows by their label: its mean, the mean prediction and one standard deviation around it. */
  overActual: z.array(
    z.object({ n: Count, actual: z.number(), predicted: z.number(), low: z.number(), high: z.number() }),
  ),
});
export type NumberPerformance = z.infer<typeof NumberPerformance>;

const Values = z.record(z.string(), Value);

export const Performance = z.object({
  /** Whole UTC days; a row belongs to the day on which it was answered. */
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  version: Count.nullable(),
  /** What the version answers; null where it was deleted. Labels cannot be held against tensors. */
  task: z.enum(['classification', 'regression', 'tensors']).nullable(),
  /**
   * Which labels the numbers stand on: `headline` complete and random ones; `chosen` where there are no others, and then they speak
   * of the labelled rows only; null without labels.
   */
  basis: z.enum(['headline', 'chosen']).nullable(),
  /** Labelled rows that the numbers stand on, what they count as when weighted, and their days. */
  n: Count,
  effectiveRows: z.number(),
  days: Count,
  labels: z.object({
    /** Rows that were answered in these days, and those of them with a label of any source. */
    answeredRows: Count,
    labelledRows: Count,
    sources: z.array(z.object({ source: z.enum(PERFORMANCE_SOURCES), n: Count, days: Count, values: Values })),
    /** Labels that the model cannot know, and the most frequent of them. */
    misfits: Count,
    misfitValues: z.array(z.object({ value: z.string(), n: Count })),
    unanswered: Count,
    /** Labels of the project in these days whose row is not in the log. */
    unmatched: Count,
    delayHours: z.object({ p50: Value, p90: Value }),
    /** Labels have arrived that are not counted yet. */
    isPending: z.boolean(),
  }),
  result: z.discriminatedUnion('kind', [ClassPerformance, NumberPerformance]).nullable(),
  course: z.object({
    bucket: z.enum(['day', 'week']),
    points: z.array(z.object({ at: z.iso.datetime(), n: Count, values: Values })),
  }),
  /** Versions and routes side by side, also what shadows said, whichever version was asked for. */
  routes: z.array(z.object({ version: Count, route: z.string(), n: Count, days: Count, values: Values })),
});
export type Performance = z.infer<typeof Performance>;

const Moment = z.iso.datetime({ offset: true });

/** Without a start and an end it is the last 28 days; without a version all that answered callers. */
export const PerformanceQuery = z.object({
  from: Moment.optional(),
  to: Moment.optional(),
  version: z.coerce.number().int().min(1).optional(),
});
export type PerformanceQuery = z.infer<typeof PerformanceQuery>;
