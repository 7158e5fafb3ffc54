import { z } from 'zod';
import { ChosenColumn, SLICE_NAMES, SLICE_SOURCES } from '../predictions/schema';

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
/** Fewer blocks have no interval: drawing them again says nothing then. */
export const FEW_BLOCKS = 5;

/** What an interval was drawn from: UTC days, or what is chosen to belong together. Null without one, and in reports of before it was told. */
const DrawnBy = z.enum(['day', 'entity']).nullable().default(null);

export const Measure = z.object({
  /** Null where it cannot be said from these rows. */
  value: Value,
  /** 95 % interval, by drawing whole blocks again (the wider one of days and entities); null with fewer than five blocks. */
  low: Value,
  high: Value,
  by: DrawnBy,
  /** What the simplest rule reaches on the same rows. */
  baseline: Value,
  /** How far the score bins may move the value; 0 where nothing is binned. */
  binning: z.number(),
});
export type Measure = z.infer<typeof Measure>;

/** complete: the truth of every row; random: a random sample of rows; chosen: rows that somebody picked. */
export const PERFORMANCE_SOURCES = ['complete', 'random', 'chosen'] as const;
export type PerformanceSource = (typeof PERFORMANCE_SOURCES)[number];

/** What a single class is judged by against the rest. */
export const CLASS_SHARES = ['precision', 'recall', 'f1'] as const;
export type ClassShare = (typeof CLASS_SHARES)[number];

/** A named thing that rows are about, as a tail number, a patient or a customer: an input or a context value. */
export const BlockEntity = z.object({ from: z.enum(SLICE_SOURCES), name: z.string().min(1).max(200) });
export type BlockEntity = z.infer<typeof BlockEntity>;

/** Null: rows belong together by nothing but their days. */
export const BlockChoiceBody = z.object({ entity: BlockEntity.nullable() });
export type BlockChoiceBody = z.infer<typeof BlockChoiceBody>;

export const AvailableColumn = BlockEntity.extend({ title: z.string() });
export type AvailableColumn = z.infer<typeof AvailableColumn>;

export const BlockSettingsView = z.object({
  entity: BlockEntity.nullable(),
  /** What can be chosen: `context.entity`, the columns of the champion, and keys that newer calls had in their context. */
  available: z.array(AvailableColumn),
});
export type BlockSettingsView = z.infer<typeof BlockSettingsView>;

/** What rows belong together by, and how many blocks that makes of the rows that were counted. */
export const Blocks = z.object({
  days: Count,
  /** Null where nothing but the day is chosen. */
  entity: AvailableColumn.extend({
    /** Different values, exact up to 512, and a block per day for the rows without one. */
    blocks: Count,
    isExact: z.boolean(),
    /** Groups of whole entities that are drawn: at most 128. */
    groups: Count,
    rowsWithout: Count,
  }).nullable(),
  /** The smaller number of blocks. */
  effective: z.object({ n: Count, by: z.enum(['day', 'entity']) }),
  /** Days are still to be counted by entity, as after the choice was changed: until then their rows count as a block per day. */
  isPending: z.boolean(),
});
export type Blocks = z.infer<typeof Blocks>;

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
      /** 95 % intervals, drawn as those of the measures; null with fewer than five blocks, or where a class has no rows. */
      intervals: z.record(
        z.enum(CLASS_SHARES),
        z.object({ low: z.number(), high: z.number(), by: z.enum(['day', 'entity']).default('day') }).nullable(),
      ),
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
/** `entities` as `Blocks.entity.blocks`; null where nothing but the day is chosen. */
const Summary = { n: Count, days: Count, entities: Count.nullable().default(null), values: Values };

export const Performance = z.object({
  /** Whole UTC days in which rows were answered. */
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
  /** Days that are told apart are those that rows name in `context.time` where any row does, else days on which they were answered. */
  basisOfDays: z.enum(['own-time', 'received']),
  /** Labelled rows that the numbers stand on, what they count as when weighted, and their days. */
  n: Count,
  effectiveRows: z.number(),
  days: Count,
  /** Null in reports of before anything but days could be a block. */
  blocks: Blocks.nullable().default(null),
  labels: z.object({
    /** Rows that were answered in these days, and those of them with a label of any source. */
    answeredRows: Count,
    labelledRows: Count,
    sources: z.array(z.object({ source: z.enum(PERFORMANCE_SOURCES), ...Summary })),
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
    /** The end of the last day. */
    to: z.iso.datetime(),
    points: z.array(z.object({ at: z.iso.datetime(), n: Count, values: Values })),
  }),
  /** Versions and routes side by side, also what shadows said, whichever version was asked for. */
  routes: z.array(z.object({ version: Count, route: z.string(), ...Summary })),
});
export type Performance = z.infer<typeof Performance>;

/** Measures that can be estimated from how sure the answers were. */
export const ESTIMATED_METRICS = ['accuracy', 'balancedAccuracy', 'macroF1', 'rocAuc', 'prAuc'] as const;
export type EstimatedMetric = (typeof ESTIMATED_METRICS)[number];
/** Measures of a regression that can be estimated from its inputs and answers. */
export const ESTIMATED_ERRORS = ['mae', 'rmse'] as const;
export type EstimatedError = (typeof ESTIMATED_ERRORS)[number];
/** The share of points whose truth is meant to lie in the band. */
export const ESTIMATE_COVERAGE = 0.9;
/** Fewer labelled rows say nothing of whether an estimate was right. */
export const FEW_LABELLED_ROWS = 30;

export const EstimatePoint = z.object({
  at: z.iso.datetime(),
  /** Rows that were answered; of a classification those with a probability. */
  rows: Count,
  isLearning: z.boolean(),
  estimate: Value,
  /** The band; null while it is learnt. */
  low: Value,
  high: Value,
  /** Rows with a complete or random label, and the measure by them; null below 30 rows, or while labels of the period are still missing. */
  labelled: Count,
  realised: Value,
  /** Whether the truth lies in the band; null where either is not known. */
  isHeld: z.boolean().nullable(),
});
export type EstimatePoint = z.infer<typeof EstimatePoint>;

/**
 * What became of estimating learning days from the weeks of learning before theirs: days, and how far off that was on average beside
 * always saying the mean of those weeks. Won where it was nearer by more than chance (paired t-test over days, one-sided at 1 %); where it
 * was not, the points are no better than a guess and the pages do not show them.
 */
export const ErrorTrial = z.object({ days: Count, estimate: Value, constant: Value, isWon: z.boolean() });
export type ErrorTrial = z.infer<typeof ErrorTrial>;

export const EstimatedPerformance = z.object({
  version: Count,
  /** Why there is no estimate; null where there is one. `learning`: a worker has still to learn it. */
  missing: z.enum(['not-scored', 'no-scores', 'labels', 'learning']).nullable(),
  /** Of the labels of a regression. */
  unit: z.string(),
  basisOfDays: z.enum(['own-time', 'received']),
  bucket: z.enum(['day', 'week']),
  /** The first days with complete or random labels, from which is learnt what a probability is worth, or which errors to expect. */
  learning: z.object({
    days: Count,
    wanted: Count,
    from: z.iso.date().nullable(),
    to: z.iso.date().nullable(),
    labelledRows: Count,
  }),
  measures: z.array(
    z.object({
      metric: z.enum([...ESTIMATED_METRICS, ...ESTIMATED_ERRORS]),
      /** Of a regression; null for a classification. */
      trial: ErrorTrial.nullable(),
      points: z.array(EstimatePoint),
      /** Of the points after learning: those whose truth is known, and those of them in the band. */
      known: Count,
      held: Count,
      /** Mean distance from the truth over the known points: of the estimate, and of always saying what the learning days had. */
      error: z.object({ estimate: z.number(), constant: z.number() }).nullable(),
    }),
  ),
});
export type EstimatedPerformance = z.infer<typeof EstimatedPerformance>;

export const LEARNING_DAYS = 42;

/** Without a version it is the champion. Of a regression it is always learnt from 42 days. */
export const EstimateQuery = z.object({
  version: z.coerce.number().int().min(1).optional(),
  learningDays: z.coerce.number().int().min(28).max(120).default(LEARNING_DAYS),
});
export type EstimateQuery = z.infer<typeof EstimateQuery>;

const Moment = z.iso.datetime({ offset: true });

/** Without a start and an end it is the last 28 days; without a version all that answered callers. */
export const PerformanceQuery = z.object({
  from: Moment.optional(),
  to: Moment.optional(),
  version: z.coerce.number().int().min(1).optional(),
});
export type PerformanceQuery = z.infer<typeof PerformanceQuery>;

export const MOST_SLICE_COLUMNS = 8;

/** Why a column cannot be chosen, as a refusal's `details.columns` says it. */
export const SLICE_FAULTS = ['unknown', 'twice', 'moment', 'empty', 'one-value', 'too-many-values'] as const;

export const SliceColumn = ChosenColumn.extend({
  isFairness: z.boolean(),
  /** What the cut was learnt from: the reference of the version, or labelled rows. */
  cutBy: z.enum(['reference', 'rows']),
});
export type SliceColumn = z.infer<typeof SliceColumn>;

export const SliceSettings = z.object({
  columns: z.array(SliceColumn),
  /** The class whose rates are compared between groups; null is the second of two. */
  positive: z.string().nullable(),
});
export type SliceSettings = z.infer<typeof SliceSettings>;

export const SliceChoice = z.object({
  columns: z
    .array(
      z.object({
        from: z.enum(SLICE_SOURCES),
        name: z.string().min(1).max(200),
        isFairness: z.boolean().default(false),
      }),
    )
    .max(MOST_SLICE_COLUMNS),
  positive: z.string().min(1).max(200).nullable().default(null),
});
export type SliceChoice = z.infer<typeof SliceChoice>;

export const SliceSettingsView = SliceSettings.extend({
  /** What can be chosen: the columns of the champion, and keys that newer calls had in their context. */
  available: z.array(AvailableColumn),
  classes: z.array(z.object({ label: z.string(), name: z.string() })),
});
export type SliceSettingsView = z.infer<typeof SliceSettingsView>;

/** With a 95 % interval by drawing whole blocks again; without one where blocks are too few. */
export const SliceEstimate = z.object({ value: Value, low: Value, high: Value, by: DrawnBy });
export type SliceEstimate = z.infer<typeof SliceEstimate>;

export const SliceName = z.discriminatedUnion('kind', SLICE_NAMES);
export type SliceName = z.infer<typeof SliceName>;

/** Groups of whole entities that have rows of it; null where nothing but the day is chosen. */
const Groups = Count.nullable();

export const SliceFacts = z.object({
  n: Count,
  days: Count,
  groups: Groups,
  mean: SliceEstimate,
  /** Minus the mean of all other slices of the column. */
  difference: SliceEstimate,
});
export type SliceFacts = z.infer<typeof SliceFacts>;

/** Fewer rows of a slice are not searched for weakness, and are no end of a gap. */
export const LEAST_SLICE_ROWS = 30;
/** Weak slices that are shown. */
export const MOST_WEAK_SLICES = 5;
export const FAIRNESS_RATES = ['selection', 'truePositive', 'falsePositive', 'bias', 'mae'] as const;
export type FairnessRate = (typeof FAIRNESS_RATES)[number];

const HalfFacts = z.object({ n: Count, days: Count, groups: Groups });

export const Slices = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  version: Count.nullable(),
  /** Share of right answers of a classification, mean absolute error of a regression; null without labelled rows. */
  metric: z.enum(['accuracy', 'mae']).nullable(),
  unit: z.string(),
  basis: Performance.shape.basis,
  basisOfDays: Performance.shape.basisOfDays,
  /** Labelled rows that were counted by slice, and their days. */
  n: Count,
  days: Count,
  blocks: Blocks,
  /** Days are still to be counted, as after the choice was changed. */
  isPending: z.boolean(),
  columns: z.array(
    SliceColumn.omit({ cut: true }).extend({
      title: z.string(),
      /** Rows that have the column: other versions may lack it, and wide inputs are not kept. */
      n: Count,
      slices: z.array(
        SliceFacts.extend({
          name: SliceName,
          effectiveRows: z.number(),
          /** Of a classification: rows by label as estimated, the share of them found, and F1. */
          classes: z.array(
            z.object({ label: z.string(), support: z.number(), recall: SliceEstimate, f1: SliceEstimate }),
          ),
        }),
      ),
    }),
  ),
  /** Slices that are worse than the rest, found on one half of the days (of the entities, where they are chosen) and told by the other. */
  weakest: z.object({
    halves: z.object({ found: HalfFacts, reported: HalfFacts }),
    /** Slices with rows and days enough on the finding half. */
    looked: Count,
    slices: z.array(
      z.object({
        column: z.uuid(),
        name: SliceName,
        found: SliceFacts,
        reported: SliceFacts,
        verdict: z.enum(['held', 'open', 'not-held', 'too-few']),
      }),
    ),
  }),
  fairness: z.object({
    /** The class whose rates are compared; null for a regression, and for more than two classes until one is chosen. */
    positive: z.object({ label: z.string(), name: z.string() }).nullable(),
    columns: z.array(
      z.object({
        column: z.uuid(),
        groups: z.array(z.object({ name: SliceName, n: Count })),
        rates: z.array(
          z.object({
            rate: z.enum(FAIRNESS_RATES),
            /** In the order of the groups. */
            groups: z.array(SliceEstimate.extend({ days: Count, groupsDrawn: Groups })),
            /** Places of the groups with the highest and lowest rate. */
            extremes: z.object({ highest: Count, lowest: Count, gap: SliceEstimate, ratio: SliceEstimate }).nullable(),
          }),
        ),
      }),
    ),
  }),
});
export type Slices = z.infer<typeof Slices>;

/** What a measure is expected to change by because a column has another mix than the reference, and 95 % of draws of other days lie between. */
const ColumnCost = z.object({
  /** A share of right answers, or the mean absolute error in its unit: now less the reference. */
  change: z.number(),
  low: z.number(),
  high: z.number(),
  /** Labelled rows, how many equally weighted ones they are worth, and their days. */
  n: Count,
  effectiveRows: z.number(),
  days: Count,
  /** Share of the window's rows in bins with too few labelled rows, for which the mean of all was taken. */
  onMean: z.number(),
});
export type ColumnCost = z.infer<typeof ColumnCost>;

/** The estimated cost of each column's drift: quality per bin of labelled rows from before the window, over the window's mix. */
export const DriftCosts = z.object({
  version: Count,
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  /**
   * no-measure: the answers are neither classes nor numbers. no-rows: the window has none. waiting: labelled rows from before it are not counted
   * over the bins of this reference yet, or are not in the log any more. no-labels, few-days: too little was labelled before it.
   */
  state: z.enum(['known', 'no-reference', 'no-measure', 'no-rows', 'waiting', 'no-labels', 'few-days']),
  measure: z.enum(['accuracy', 'mae']).nullable(),
  unit: z.string(),
  /**
   * Days with labelled rows, the last 90 days of the log that have any: from before the window, or, where those are too few for an interval
   * and it makes them enough, those of the window too.
   */
  labelled: z.object({ days: Count, from: z.iso.date(), to: z.iso.date(), takesWindow: z.boolean() }).nullable(),
  /** Days that an interval needs, and labelled rows that a bin needs for a quality of its own. */
  wantedDays: Count,
  wantedRows: Count,
  columns: z.record(z.string(), ColumnCost),
  /** Why a column has none: too few rows in the window, too few labelled days of it, or too few labelled rows in each of its bins. */
  without: z.record(z.string(), z.enum(['few-rows', 'few-days', 'thin', 'uncounted'])),
});
export type DriftCosts = z.infer<typeof DriftCosts>;
