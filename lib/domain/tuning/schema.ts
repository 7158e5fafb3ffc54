import { z } from 'zod';
import { AnswerSettings, SavedAnswerSettings } from '../registry/schema';

const Count = z.int();
/** NaN is null on its way. */
const Measured = z.number().nullable();

/** Rows that are read of a window at most, the oldest first. */
export const MOST_ROWS = 100_000;
export const MOST_LISTED = 20;

export const SETTING_KINDS = ['threshold', 'weights', 'calibration', 'margin', 'units'] as const;
export type SettingKind = (typeof SETTING_KINDS)[number];

/** The settings of a version and what they can be. */
export const VersionSettings = z.object({
  /** The number in force; 0 where the file's own answers stand since ever. */
  inForce: Count,
  content: AnswerSettings,
  /** Newest first. */
  history: z.array(SavedAnswerSettings),
  /** The kinds that fit what the file answers. */
  kinds: z.array(z.enum(SETTING_KINDS)),
  /** Of a classification, in the order of its probabilities; a threshold decides about the second of two. */
  classes: z.array(z.object({ label: z.string(), name: z.string() })),
  /** Callers get its answers: it is champion or canary. */
  answersCallers: z.boolean(),
  unit: z.string(),
});
export type VersionSettings = z.infer<typeof VersionSettings>;

export const LEAST_REASON = 3;
const Reason = z.string().trim().min(LEAST_REASON).max(500);
/** The number that was in force when the change was made up: a newer one must not be overwritten unseen. */
const After = z.int().min(0);

export const SaveSettings = z.strictObject({ settings: AnswerSettings, reason: Reason, after: After });
export const UndoSettings = z.strictObject({
  /** The number that comes into force again; 0 is the file as it is. */
  to: z.int().min(0),
  reason: Reason,
  after: After,
});

const Cost = z.number().min(0).max(1_000_000);
export const Costs = z
  .strictObject({ falsePositive: Cost, falseNegative: Cost, abstained: Cost.default(0) })
  .refine(({ falsePositive, falseNegative }) => falsePositive + falseNegative > 0, 'One of the costs must not be 0.');
export type Costs = z.infer<typeof Costs>;

const Days = z.int().min(1).max(400).default(90);

export const PreviewSettings = z.strictObject({
  settings: AnswerSettings,
  days: Days,
  costs: Costs.nullable().default(null),
});

export const RatioChange = z.object({
  before: Measured,
  after: Measured,
  difference: Measured,
  low: Measured,
  high: Measured,
});
export type RatioChange = z.infer<typeof RatioChange>;

const Basis = z.object({
  n: Count,
  days: Count,
  from: z.iso.date().nullable(),
  to: z.iso.date().nullable(),
});

/** What was left out of labelled rows, so that nothing is told by what the version learnt. */
const LeftOut = z.object({
  beforeCutOff: Count,
  learnt: Count,
  training: z.enum(['checked', 'unknown']),
});

export const SettingsPreview = z.object({
  /** Of the calls, when they were received. */
  window: z.object({ from: z.iso.datetime(), to: z.iso.datetime() }),
  calls: Count,
  rows: Count,
  /** Rows that could be settled again. */
  settled: Count,
  /** Whose scores were not kept, or were made level by an earlier calibration by bins. */
  leftOut: z.object({ notKept: Count, levelled: Count }),
  /** False where the window has more rows than are read. */
  isWhole: z.boolean(),
  /** Another class, another number, or called where it was too close, and the other way round. */
  changed: Count,
  changes: z.array(z.object({ before: z.string().nullable(), after: z.string().nullable(), rows: Count, days: Count })),
  abstained: z.object({ before: Count, after: Count }),
  /** Mean absolute difference of numbers; null for classes. */
  meanDifference: z.number().nullable(),
  byDay: z.array(z.object({ day: z.iso.date(), rows: Count, changed: Count })),
  truth: LeftOut.extend({
    basis: Basis,
    measure: z.enum(['accuracy', 'mae']),
    /** Of answered rows. */
    score: RatioChange,
    /** Share of rows that are answered. */
    coverage: RatioChange,
    /** Per row; null without costs. */
    cost: RatioChange.nullable(),
  }).nullable(),
  /** Rows that change, the newest first. */
  listed: z.array(
    z.object({
      rowId: z.string(),
      at: z.iso.datetime(),
      /** Null where it was, or would be, too close to call. */
      before: z.string().nullable(),
      after: z.string().nullable(),
      truth: z.string().nullable(),
    }),
  ),
});
export type SettingsPreview = z.infer<typeof SettingsPreview>;

export const ProposeSettings = z.strictObject({
  /** The settings that the proposal is added to. */
  base: AnswerSettings,
  days: Days,
  wanted: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('threshold'), costs: Costs }),
    z.strictObject({ kind: z.literal('weights'), missed: z.array(Cost.positive()).min(2).max(1000) }),
    z.strictObject({ kind: z.literal('margin'), errorRate: z.number().min(0).max(1) }),
    z.strictObject({ kind: z.enum(['platt', 'temperature', 'bins']) }),
  ]),
});
export type ProposeSettings = z.infer<typeof ProposeSettings>;

export const MEASURES = ['cost', 'accuracy', 'coverage', 'errorRate', 'logLoss', 'brier', 'ece'] as const;

/** Learnt on the first half of the labelled days and told on the other half. */
export const SettingsProposal = LeftOut.extend({
  settings: AnswerSettings,
  fitted: Basis,
  examined: Basis,
  measures: z.array(RatioChange.extend({ name: z.enum(MEASURES) })),
  /** On the rows that it was learnt on: cost over threshold, or errors of answered rows over margin. */
  curve: z.array(z.object({ x: z.number(), y: z.number(), coverage: z.number().nullable() })),
});
export type SettingsProposal = z.infer<typeof SettingsProposal>;
