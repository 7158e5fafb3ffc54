import { z } from 'zod';

const Count = z.int();
const Value = z.number().nullable();
const Moment = z.iso.datetime({ offset: true });
const VersionNumber = z.coerce.number().int().min(1);

/** Chance at most that a version which is no better is ever called better, however often somebody looks. */
export const LEVEL = 0.05;
/** Fewer labelled rows say nothing. */
export const FEW_ROWS = 30;
/** The newest calls that are read, and of them the newest rows. */
export const MOST_CALLS = 250_000;
export const MOST_ROWS = 400_000;
export const MOST_DISAGREEMENTS = 20;

const Price = z.coerce.number().min(0, 'A price is 0 at least.').max(1e9, 'A price is 1,000,000,000 at most.');
/** What wrong answers cost, where one class is the alarm. */
export const ErrorPrices = z.object({ alarm: z.string().max(200), falseAlarm: Price, miss: Price });
export type ErrorPrices = z.infer<typeof ErrorPrices>;

/** What an hour of one processor costs. */
export const RunningPrice = z.strictObject({
  perHour: z.number().gt(0, 'It is above 0.').max(1_000_000, 'It is 1,000,000 at most.'),
  currency: z.string().trim().min(1, 'Name the currency, such as EUR.').max(12, 'It has 12 characters at most.'),
});
export type RunningPrice = z.infer<typeof RunningPrice>;
export const RunningPriceView = z.strictObject({ price: RunningPrice.nullable() });
export type RunningPriceView = z.infer<typeof RunningPriceView>;

/** `a` is held to be the one that serves, `b` the one that would take its place. Without a start it is from their first common call on. */
export const ComparisonQuery = z.object({
  a: VersionNumber,
  b: VersionNumber,
  from: Moment.optional(),
  to: Moment.optional(),
  /** All three, or none: what wrong answers cost. */
  ...ErrorPrices.partial().shape,
});
export type ComparisonQuery = z.infer<typeof ComparisonQuery>;

/** too-few: not rows or days enough; better and worse: of `b`, proven; not-proven: neither. */
export const VERDICTS = ['better', 'worse', 'not-proven', 'too-few'] as const;
export type Verdict = (typeof VERDICTS)[number];
/** What a proof still lacks: an interval on one side of zero, evidence that holds at every look, or a whole reading. */
export const LACKS = ['interval', 'evidence', 'whole'] as const;
export type Lack = (typeof LACKS)[number];

/** What both versions were asked, by the moments of their rows. */
const Traffic = z.object({
  rows: Count,
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  /** Rows in 30 days at that pace; null of less than a day. */
  perMonth: Value,
});
export type Traffic = z.infer<typeof Traffic>;

/** Of the calls whose running time was measured: processor seconds at most, and their price where the project has one. */
const Computing = z.object({
  calls: Count,
  rows: Count,
  secondsPer1000: z.number(),
  pricePer1000: Value,
  pricePerMonth: Value,
});
export type Computing = z.infer<typeof Computing>;

const Side = z.object({
  version: Count,
  /** Moment of the latest row that it learnt; null where that is not known. */
  cutOff: z.iso.datetime().nullable(),
  /** Whether its training rows were looked for among these: not where it was not trained here or its dataset is gone. */
  training: z.enum(['checked', 'unknown']),
  /** Time that it computed for a call of these, in milliseconds; null where nobody measured it. */
  latencyMs: z.object({ p50: z.number(), p95: z.number() }).nullable(),
  /** Null where nobody measured it, or where it is computed elsewhere. */
  computing: Computing.nullable(),
});

/** Of `b` over `a`: positive where `b` is better. 95 % interval, the wider one of days and entities; null with fewer than five of them. */
const Difference = z.object({ value: z.number(), low: Value, high: Value, by: z.enum(['day', 'entity']).nullable() });
export type Difference = z.infer<typeof Difference>;

/** What wrong answers cost per 1,000 labelled rows; saved by `b`, with its interval. */
const ErrorCosts = ErrorPrices.extend({
  n: Count,
  days: Count,
  a: z.number(),
  b: z.number(),
  saved: Difference,
});
export type ErrorCosts = z.infer<typeof ErrorCosts>;

export const ComparedScores = z.object({
  /** accuracy: share of right answers; mae: mean absolute error, in `unit`. */
  measure: z.enum(['accuracy', 'mae']),
  unit: z.string(),
  n: Count,
  /** Rows that labels of a random sample stand for are counted by their weight: as many equally weighted ones would say as much. */
  effectiveRows: z.number(),
  days: Count,
  /** Different entities; null where nothing but the day is chosen. */
  entities: Count.nullable(),
  effective: z.object({ n: Count, by: z.enum(['day', 'entity']) }),
  a: z.number(),
  b: z.number(),
  /** What always answering the most frequent label, or their mean, reaches on the same rows. */
  baseline: z.object({ value: z.number(), answer: z.string() }),
  difference: Difference,
  /** Rows by who was nearer to the label: both as near (both right, or both equally far), `b` nearer, `a` nearer, both wrong. */
  rows: z.object({ bothRight: Count, won: Count, lost: Count, bothWrong: Count }),
  /** Days on which `b` gained or lost on the whole, and the exact McNemar test of them, both sides, for one look. */
  byDay: z.object({ won: Count, lost: Count, p: z.number() }),
  sequential: z.object({
    /** Days that were over; the one under way does not count yet. */
    days: Count,
    /** 1 / level proves. */
    needed: z.number(),
    better: z.number(),
    worse: z.number(),
    /** Day on which it was proven first. */
    betterSince: z.iso.date().nullable(),
    worseSince: z.iso.date().nullable(),
    /** More days like these until one side is proven; null where they do not lead there. */
    moreDays: Count.nullable(),
  }),
  classes: z.array(
    z.object({
      label: z.string(),
      name: z.string(),
      n: Count,
      days: Count,
      won: Count,
      lost: Count,
      difference: Difference,
    }),
  ),
});
export type ComparedScores = z.infer<typeof ComparedScores>;

export const ComparedAnswers = z.object({
  /** Rows without a label that counts. */
  n: Count,
  days: Count,
  agreeing: Count,
  /** Days with a row on which they disagree. */
  daysApart: Count,
  /** Of classes the total variation of their shares (0 to 1), of numbers the Wasserstein distance in their unit. */
  distance: Value,
  classes: z.array(z.object({ label: z.string(), name: z.string(), a: Count, b: Count })),
  /** Of numbers: 5th, 25th, 50th, 75th and 95th percentile, and how far two answers to a row are apart on average. */
  numbers: z.object({ a: z.array(z.number()), b: z.array(z.number()), apart: z.number() }).nullable(),
  /** Rows on which they disagree, newest first. */
  disagreements: z.array(
    z.object({ rowId: z.string(), at: z.iso.datetime(), entity: z.string().nullable(), a: z.string(), b: z.string() }),
  ),
});
export type ComparedAnswers = z.infer<typeof ComparedAnswers>;

export const Comparison = z.object({
  a: Side,
  b: Side,
  verdict: z.enum(VERDICTS),
  lacks: z.array(z.enum(LACKS)),
  /** The later of the two; rows up to it do not count. */
  cutOff: z.iso.datetime().nullable(),
  /** Moments of the first and last row that counts; null without one. */
  first: z.iso.datetime().nullable(),
  last: z.iso.datetime().nullable(),
  /** When the log was read for it. */
  readAt: z.iso.datetime(),
  calls: Count,
  rows: Count,
  /** False where there are more calls than are read: the newest were. */
  isWhole: z.boolean(),
  leftOut: z.object({
    beforeCutOff: Count,
    inTraining: Count,
    /** One of the two named no answer. */
    unanswered: Count,
    /** Labels that are none of the classes, or no number. */
    misfits: Count,
  }),
  scores: ComparedScores.nullable(),
  /** Of an hour of a processor; null where the project has said none. */
  price: RunningPrice.nullable(),
  traffic: Traffic.nullable(),
  /** Null unless it was asked what they cost, and without labelled rows. */
  errorCosts: ErrorCosts.nullable(),
  /** What can be the alarm. */
  classes: z.array(z.object({ label: z.string(), name: z.string() })),
  answers: ComparedAnswers,
});
export type Comparison = z.infer<typeof Comparison>;
