import { z } from 'zod';
import { COMPONENT_KINDS } from '@/lib/pure/drift/components';
import { UNDEFINED_REASONS } from '@/lib/pure/drift/drift-verdict';
import { CHANGE_KINDS } from '@/lib/pure/drift/inject-change';
import { COLUMN_DETECTORS } from '@/lib/pure/drift/notice-change';
import { TextDescriptor } from '../datasets/schema';

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

/** What of a column of texts is compared, and what made the column one of texts in the reference. */
export const DescribedText = TextDescriptor.omit({ vocabulary: true });
export type DescribedText = z.infer<typeof DescribedText>;

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
  /** Null for a column that is compared itself; else the title is that of the column of texts. */
  text: DescribedText.nullable().default(null),
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

/** The rows of a version that become its reference. */
export const ReferenceWindow = z.strictObject({
  version: z.int().min(1),
  from: Moment,
  to: Moment,
});
export type ReferenceWindow = z.infer<typeof ReferenceWindow>;

/** Distances from the reference through time. */
export const DriftStrip = z.object({
  version: Count,
  hasReference: z.boolean(),
  basis: z.enum(['own-time', 'received']),
  bucket: z.enum(['day', 'week']),
  periods: z.array(z.object({ from: z.iso.date(), rows: Count })),
  columns: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      /** Population stability index per period; null with fewer than 30 values. */
      psi: z.array(z.number().nullable()),
      /** Share of rows without a value; null without rows. */
      nullShare: z.array(z.number().nullable()),
    }),
  ),
});
export type DriftStrip = z.infer<typeof DriftStrip>;

export const DriftStripQuery = z.object({ version: z.coerce.number().int().min(1).optional() });
export type DriftStripQuery = z.infer<typeof DriftStripQuery>;

/** Customary reading of the population stability index (Siddiqi 2006). */
export const PSI_SOME = 0.1;
export const PSI_MUCH = 0.25;
/** Fewer compared values than this say nothing. */
export const FEW_ROWS = 30;

/** How a model's inputs are watched. */
export const DriftSettings = z.object({
  /** The first days of a version, which the others are held against. */
  learningDays: z.int().min(7).max(120).default(28),
  /** So many false alarms a month are taken, on average. */
  falseAlarms: z.number().min(0.1).max(10).default(1),
  /** Each day is held against the first days, or against so many right before it. */
  against: z.enum(['first', 'before']).default('first'),
  /** Days before this one are left out, so that a change that is known and accepted is learnt from. */
  learnFrom: z.iso.date().nullable().default(null),
});
export type DriftSettings = z.infer<typeof DriftSettings>;

/**
 * What moved in a column: its level (in standard deviations of a bell curve), how it is spread, or a share of its rows; or in all columns
 * together: the error of their reconstruction (as a level), or the area under the ROC curve with which they are told from the reference.
 */
export const MovedColumn = z.object({
  /** Empty for the answers, and for all columns together. */
  name: z.string(),
  /** It is no input: the model's answers themselves moved. */
  isAnswer: z.boolean(),
  title: z.string(),
  kind: z.enum(COMPONENT_KINDS),
  /** The category of kind `category`. */
  category: z.string().nullable(),
  /** Standard errors that the window is off, by how much days differ among each other. */
  z: z.number(),
  /** Mean of the scores over the learning days and over the window: a share for kinds that count rows. */
  reference: z.number(),
  current: z.number(),
  /** It alone is further off than chance allows any column once in twenty such windows. */
  isBeyond: z.boolean(),
  /** Of what is measured of all columns together: those to blame, the first ones first. */
  blamed: z.array(z.string()).default([]),
});
export type MovedColumn = z.infer<typeof MovedColumn>;

export const WatchedDay = z.object({
  day: z.iso.date(),
  rows: Count,
  /** Of the window of the smaller p: its length in days. Null while days are learnt from. */
  window: Count.nullable(),
  /** Probability of such days or worse ones, over all columns together, if nothing had changed. */
  p: z.number().nullable(),
  isAlarm: z.boolean(),
  /** It begins an alarm. */
  isNew: z.boolean(),
  /** The columns that moved most, five at most; empty where there is no alarm. */
  moved: z.array(MovedColumn),
});
export type WatchedDay = z.infer<typeof WatchedDay>;

/** The error of reconstruction and the classifier count as one more column each where nine in ten of the learnt days are measured. */
const WatchedTogether = z.object({ reconstruction: z.boolean(), classifier: z.boolean() });

export const DriftWatch = z.object({
  version: Count,
  settings: DriftSettings,
  /** Days are those of the rows' own time (`context.time`) where callers send it, else days in which they came (UTC). */
  basis: z.enum(['own-time', 'received']),
  hasReference: z.boolean(),
  /** What is watched of all columns together. */
  together: WatchedTogether.default({ reconstruction: false, classifier: false }),
  /** Days that are over and have rows, up to those that are learnt from. */
  learning: z.object({
    days: Count,
    wanted: Count,
    from: z.iso.date().nullable(),
    to: z.iso.date().nullable(),
    rows: Count,
  }),
  /** A window raises an alarm up to this p. */
  level: z.number(),
  days: z.array(WatchedDay),
  alarms: Count,
  /** False alarms to be reckoned with over the watched days, by the settings. */
  expectedFalseAlarms: z.number(),
  /** The same settings on the same days in other orders: alarms in 30 days, when there is nothing to find. Null without enough days. */
  shuffled: z.object({ runs: Count, alarms: z.number() }).nullable(),
});
export type DriftWatch = z.infer<typeof DriftWatch>;

/** Other settings than the saved ones, to see what they would have done. */
export const DriftWatchQuery = z.object({
  version: z.coerce.number().int().min(1).optional(),
  learningDays: z.coerce.number().int().min(7).max(120).optional(),
  falseAlarms: z.coerce.number().min(0.1).max(10).optional(),
  against: z.enum(['first', 'before']).optional(),
  learnFrom: z.union([z.iso.date(), z.literal('all')]).optional(),
  /** Also shuffles the days; takes longer. */
  shuffle: z.enum(['1']).optional(),
});
export type DriftWatchQuery = z.infer<typeof DriftWatchQuery>;

/** A column and its part in a difference, on a day and on the learnt days. */
export const BlamedColumn = z.object({ name: z.string(), title: z.string(), now: z.number(), learnt: z.number() });
export type BlamedColumn = z.infer<typeof BlamedColumn>;

/** Where 99 % of days like the learnt ones lie, if they are spread like a bell curve. */
const Band = z.object({ low: z.number(), high: z.number() });

const TogetherMeasured = z.object({
  value: z.number().nullable(),
  /** Null while days are learnt from. */
  band: Band.nullable(),
  isOutside: z.boolean(),
  /** The columns to blame most, five at most. */
  blamed: z.array(BlamedColumn),
});
export type TogetherMeasured = z.infer<typeof TogetherMeasured>;

export const DayTogether = z.object({
  day: z.iso.date(),
  rows: Count,
  /** Rows that were read of it, at most 2,000; 0 where the log has none of them any more. */
  measuredRows: Count,
  isLearnt: z.boolean(),
  /** Mean distance of the rows from their image in the principal components of the reference, in its standard deviations. */
  reconstruction: TogetherMeasured,
  /** Area under the ROC curve of trees that try to tell the day from the reference: 0.5 cannot tell. Null with fewer than 30 rows. */
  classifier: TogetherMeasured,
});
export type DayTogether = z.infer<typeof DayTogether>;

export const DriftTogether = z.object({
  version: Count,
  basis: DriftWatch.shape.basis,
  hasReference: z.boolean(),
  /** The sample that days are held against; null before the first day is measured. `days` is null where its file names none. */
  reference: z.object({ rows: Count, days: Count.nullable(), components: Count.nullable(), columns: Count }).nullable(),
  learning: DriftWatch.shape.learning.extend({ reconstruction: Count, classifier: Count }),
  against: DriftSettings.shape.against.unwrap(),
  watched: WatchedTogether,
  /** Days that are over and not measured yet. */
  waiting: Count,
  days: z.array(DayTogether),
});
export type DriftTogether = z.infer<typeof DriftTogether>;

export const DriftTogetherQuery = z.object({ version: z.coerce.number().int().min(1).optional() });
export type DriftTogetherQuery = z.infer<typeof DriftTogetherQuery>;

/** Below this part of the way from the baseline to a perfect imitation, shares of columns are not shown. */
export const IMITATED = 0.5;

/** How much a version's answers rest on each of its columns: trees that imitate the answers, learnt by a worker. */
export const DriftImportance = z.object({
  version: Count,
  /** waiting: no worker has looked yet. nothing: too few rows or days, or answers that are all the same. bad: they are imitated badly. */
  state: z.enum(['waiting', 'nothing', 'bad', 'known']),
  /** How well the trees imitate the answers on days held out: R² of numbers, or the share of equal classes. */
  imitation: z
    .object({
      measure: z.enum(['r2', 'accuracy']),
      score: z.number(),
      /** What always answering the mean, or the most frequent class, reaches. */
      baseline: z.number(),
      learnt: z.object({ rows: Count, days: Count }),
      heldOut: z.object({ rows: Count, days: Count }),
      from: z.iso.date(),
      to: z.iso.date(),
      learntAt: z.string(),
      /** Columns that were looked at, and those that they were chosen from, because they say most of the answers one by one. */
      columns: Count,
      chosenOf: Count,
    })
    .nullable(),
  /** Shares by name, which add up to 1; empty unless known. */
  columns: z.record(z.string(), z.number()),
});
export type DriftImportance = z.infer<typeof DriftImportance>;

export const DriftImportanceQuery = z.object({ version: z.coerce.number().int().min(1).optional() });
export type DriftImportanceQuery = z.infer<typeof DriftImportanceQuery>;

/**
 * A change to try on the days that are watched. `size`: standard deviations of the reference for a shift, else a share of the values. Without
 * `from` it holds for the last half of the days.
 */
export const TryChangeQuery = DriftWatchQuery.omit({ shuffle: true }).extend({
  column: z.string().min(1),
  kind: z.enum(CHANGE_KINDS),
  size: z.coerce.number(),
  /** The category that grows; without it the commonest one. */
  category: z.string().optional(),
  from: z.iso.date().optional(),
});
export type TryChangeQuery = z.infer<typeof TryChangeQuery>;

export const DETECTORS = ['calibrated', ...COLUMN_DETECTORS] as const;

export const TriedDetector = z.object({
  name: z.enum(DETECTORS),
  /** An alarm is raised beyond these; for the calibrated watch, whose statistic is p, below `lower`. */
  upper: z.number().nullable(),
  lower: z.number().nullable(),
  /** It has an answer on at least one day. */
  hasAnswer: z.boolean(),
  /** The first day that raises an alarm with the change and none without it, and days since the change began. */
  noticed: z.object({ day: z.iso.date(), delayDays: Count }).nullable(),
  /** Days of the change on which it raises an alarm without the change, so that it can notice nothing. */
  hiddenDays: Count,
  /** Watched days that raise an alarm without the change, in any column; days in a row are one of the alarms. */
  alarmDays: Count,
  alarms: Count,
  /** The same days in this column; null where columns are not judged alone. */
  columnAlarmDays: Count.nullable(),
  /** Day by day: the statistic without and with the change, and whether it raises an alarm. */
  days: z.array(
    z.object({
      without: z.number().nullable(),
      withIt: z.number().nullable(),
      isAlarmWithout: z.boolean(),
      isAlarm: z.boolean(),
    }),
  ),
});
export type TriedDetector = z.infer<typeof TriedDetector>;

export const TriedChange = z.object({
  version: Count,
  settings: DriftSettings,
  column: z.string(),
  kind: z.enum(CHANGE_KINDS),
  size: z.number(),
  category: z.string().nullable(),
  from: z.iso.date(),
  /** The watched days. */
  days: z.array(z.object({ day: z.iso.date(), rows: Count })),
  detectors: z.array(TriedDetector),
});
export type TriedChange = z.infer<typeof TriedChange>;

/** Whose rules a report follows, number for number. */
export const DRIFT_PROFILES = ['evidently', 'nannyml', 'azure'] as const;

export const DriftReportRequest = z.object({
  profile: z.enum(DRIFT_PROFILES),
  from: Moment.optional(),
  to: Moment.optional(),
  version: z.int().min(1).optional(),
});
export type DriftReportRequest = z.infer<typeof DriftReportRequest>;

export const ReportedColumn = z.object({
  name: z.string(),
  title: z.string(),
  method: z.string(),
  /** The distance or test statistic; of several chunks the largest. */
  statistic: z.number().nullable(),
  pValue: z.number().nullable(),
  threshold: z.number().nullable(),
  drifted: z.boolean(),
  /** Why there is no answer. */
  undefinedBecause: z.enum(UNDEFINED_REASONS).nullable(),
  /** Where the rules cut the rows into chunks: how many of them drifted. */
  chunks: z.object({ drifted: Count, total: Count }).nullable(),
});
export type ReportedColumn = z.infer<typeof ReportedColumn>;

export const DriftReportResult = z.object({
  reference: z.object({ filename: z.string().nullable(), rows: Count }),
  rows: Count,
  /** The window holds more rows than are compared: the first ones were taken. */
  isCut: z.boolean(),
  /** Of the whole data set; null where the rules know no such verdict. */
  drifted: z.boolean().nullable(),
  columns: z.array(ReportedColumn),
});
export type DriftReportResult = z.infer<typeof DriftReportResult>;

export const DriftReport = z.object({
  id: z.uuid(),
  profile: z.enum(DRIFT_PROFILES),
  version: Count,
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  /** Rows read so far. */
  read: Count,
  message: z.string(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  result: DriftReportResult.nullable(),
});
export type DriftReport = z.infer<typeof DriftReport>;

export const DriftReports = z.object({ reports: z.array(DriftReport) });
export type DriftReports = z.infer<typeof DriftReports>;
