import { z } from 'zod';

/** What ends a promotion by itself; null: not looked at. Calls and rows of the same window are held against each other. */
export const Guards = z.strictObject({
  /** Percentage points by which the share of failed calls may be above the champion's. */
  errorPoints: z.number().gt(0).max(100).nullable().default(2),
  /** Times the champion's 95th percentile of latency. */
  latencyFactor: z.number().gt(1).max(100).nullable().default(3),
  /** Percentage points by which shares of the answered classes may differ, all together (total variation). */
  answerPoints: z.number().gt(0).max(100).nullable().default(null),
  /** Of classes: percentage points of accuracy that may be lost; of numbers: percent by which the mean absolute error may grow. */
  accuracyPoints: z.number().gt(0).max(1000).nullable().default(5),
});
export type Guards = z.infer<typeof Guards>;

export const Stage = z.strictObject({
  /** Share of the calls. */
  percent: z.number().gt(0).lt(100),
  /** How long it is held. */
  minutes: z
    .number()
    .min(0)
    .max(60 * 24 * 30),
});

/** What a version must have shown in staging, in all its time there, before it is promoted. */
export const StagingRule = z.strictObject({
  calls: z.int().min(1).max(1_000_000),
  hours: z
    .number()
    .min(0)
    .max(24 * 90),
  /** Share of the calls that may have failed. */
  errorPercent: z.number().min(0).max(100),
});
export type StagingRule = z.infer<typeof StagingRule>;

/** What the comparison with the champion on the same live rows must have proven. */
export const ComparisonRule = z.strictObject({
  want: z.enum(['better', 'not-worse']),
  /** Of not-worse: percentage points of accuracy that may be lost, or percent by which the mean absolute error may grow. */
  points: z.number().gt(0).max(100).default(1),
  /** Where there is no comparison, or it has proven neither. */
  open: z.enum(['warn', 'fail']).default('fail'),
});
export type ComparisonRule = z.infer<typeof ComparisonRule>;

/** How versions of a project come to answer all calls. */
export const PromotionRules = z.strictObject({
  /** Whether somebody else than who asks must approve. */
  approval: z.enum(['none', 'second-person']).default('none'),
  stages: z
    .array(Stage)
    .max(10)
    .refine((stages) => stages.every((stage, i) => i === 0 || stage.percent > (stages[i - 1]?.percent ?? 0)), {
      message: 'Each stage needs a larger share than the one before.',
    })
    .default([
      { percent: 1, minutes: 30 },
      { percent: 10, minutes: 60 },
      { percent: 50, minutes: 60 },
    ]),
  /** How long its guards are watched after it got all calls. */
  watchMinutes: z
    .number()
    .min(0)
    .max(60 * 24 * 30)
    .default(60),
  /** So long a stage whose time is over waits for calls enough at most; then it asks a person. */
  waitHours: z
    .number()
    .gt(0)
    .max(24 * 90)
    .default(168),
  guards: Guards.default(() => Guards.parse({})),
  staging: StagingRule.nullable().default(null),
  comparison: ComparisonRule.nullable().default(null),
});
export type PromotionRules = z.infer<typeof PromotionRules>;

export const PROMOTION_STATES = ['asked', 'rolling', 'watching', 'done', 'rejected', 'stopped', 'rolled-back'] as const;
export const PromotionState = z.enum(PROMOTION_STATES);
export type PromotionState = z.infer<typeof PromotionState>;

export const GUARD_NAMES = ['errors', 'latency', 'answers', 'accuracy'] as const;

/** What a guard has seen: shares 0 to 1, milliseconds, or the mean absolute error. */
export const GuardView = z.object({
  guard: z.enum(GUARD_NAMES),
  /** few: too few calls or labels to tell. */
  verdict: z.enum(['ok', 'broken', 'few']),
  /** Of the new version and of the champion; null where there is nothing yet. */
  value: z.number().nullable(),
  reference: z.number().nullable(),
  /** Value from which on it would be broken, beside its significance. */
  limit: z.number().nullable(),
  n: z.int(),
  referenceN: z.int(),
  /** Calls, rows or labels that a verdict rests on, of the side that has fewer, and how many it takes. */
  counted: z.int().default(0),
  needed: z.int().default(0),
  /** Whether a stage waits for its verdict: not for labels where none come, nor for classes where numbers are answered. */
  isAwaited: z.boolean().default(true),
});
export type GuardView = z.infer<typeof GuardView>;

/** Learnt tests are those that the version was trained with: neither passed nor failed. */
const TestCounts = z.object({ passed: z.int(), failed: z.int(), learnt: z.int().default(0) }).nullable();

const RuleVerdict = z.enum(['pass', 'warn', 'fail']);
/** How a version stood by the rules on live calls when it was asked for. */
export const LiveFinding = z.discriminatedUnion('rule', [
  z.object({
    rule: z.literal('staging'),
    verdict: RuleVerdict,
    wanted: StagingRule,
    calls: z.int(),
    hours: z.number(),
    /** Null without a call. */
    errorPercent: z.number().nullable(),
  }),
  z.object({
    rule: z.literal('comparison'),
    verdict: RuleVerdict,
    wanted: ComparisonRule,
    /** none: no row that both answered has a label. */
    found: z.enum(['better', 'worse', 'not-proven', 'too-few', 'none']),
    measure: z.enum(['accuracy', 'mae']).nullable(),
    unit: z.string(),
    n: z.int(),
    days: z.int(),
    /** Of the new version over the champion, positive where it is better, with its 95 % interval. */
    difference: z.object({ value: z.number(), low: z.number().nullable(), high: z.number().nullable() }).nullable(),
    /** Mean absolute error of the champion, or its accuracy, on the same rows. */
    champion: z.number().nullable(),
    /** Chance of a wrong verdict that is at most taken. */
    errorRate: z.number(),
  }),
]);
export type LiveFinding = z.infer<typeof LiveFinding>;

/** What differs between two versions; a side that has nothing to say is null. */
export const ReleaseNotes = z.object({
  inputs: z.object({ added: z.array(z.string()), removed: z.array(z.string()) }),
  classes: z.object({ added: z.array(z.string()), removed: z.array(z.string()) }),
  operators: z.object({ added: z.array(z.string()), removed: z.array(z.string()) }),
  fileBytes: z.object({ before: z.number(), after: z.number() }),
  latencyMsP50: z.object({ before: z.number(), after: z.number() }),
  trainedOn: z
    .object({ datasetId: z.uuid(), datasetNumber: z.int(), rows: z.int(), cutOff: z.iso.datetime().nullable() })
    .nullable(),
  /** By the newest evaluation of each; only where both judge the same rows of one file. */
  evaluation: z
    .object({ measure: z.enum(['accuracy', 'mae']), before: z.number(), after: z.number(), rows: z.int() })
    .nullable(),
  regression: z.object({ before: TestCounts, after: TestCounts }),
  live: z.array(LiveFinding).default([]),
});
export type ReleaseNotes = z.infer<typeof ReleaseNotes>;

export const PROMOTION_PROBLEMS = ['guard', 'gate', 'changed', 'person'] as const;

export const Promotion = z.object({
  id: z.uuid(),
  modelId: z.uuid(),
  versionNumber: z.int(),
  fromNumber: z.int(),
  state: PromotionState,
  rules: PromotionRules,
  reason: z.string(),
  /** Why an administrator let it pass the gate; it is not asked again on its way. */
  override: z.string().nullable(),
  askedBy: z.string(),
  decidedBy: z.string().nullable(),
  decision: z.string().nullable(),
  notes: ReleaseNotes,
  stage: z.int(),
  stageSince: z.iso.datetime().nullable(),
  /** Since when it waits for a person, because a guard of its stage had too little to tell for too long. */
  pausedAt: z.iso.datetime().nullable(),
  begunAt: z.iso.datetime().nullable(),
  fullAt: z.iso.datetime().nullable(),
  guards: z.object({ at: z.iso.datetime(), views: z.array(GuardView) }).nullable(),
  /** Why it was taken back: by a guard, by the gate at a later step, because somebody changed the traffic, or by a person. */
  problem: z.object({ kind: z.enum(PROMOTION_PROBLEMS), message: z.string() }).nullable(),
  createdAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
});
export type Promotion = z.infer<typeof Promotion>;

export const PromotionList = z.object({
  promotions: z.array(Promotion),
  /** The version that answers callers now; null where there is none. */
  champion: z.int().nullable(),
  /** The version that a rollback would bring back; null where there is none. */
  before: z.int().nullable(),
  rules: PromotionRules,
});
export type PromotionList = z.infer<typeof PromotionList>;

export const AskPromotion = z.strictObject({
  version: z.int().min(1),
  reason: z.string().trim().max(500).default(''),
});
export const DecidePromotion = z.strictObject({
  approve: z.boolean(),
  reason: z.string().trim().max(500).default(''),
});
export const WithReason = z.strictObject({ reason: z.string().trim().max(500).default('') });

export const ENVIRONMENTS = ['production', 'staging'] as const;

/** What answers in an environment, and what it answered there in a window. */
export const EnvironmentView = z.object({
  environment: z.enum(ENVIRONMENTS),
  /** Null: nothing is there. Production: the champion, beside which a canary may answer a share. */
  version: z.int().nullable(),
  since: z.iso.datetime().nullable(),
  by: z.string().nullable(),
  /** Answered and failed calls of all versions that answered there, and the milliseconds of those that were answered. */
  calls: z.int(),
  failed: z.int(),
  latencyMs: z.object({ p50: z.number(), p95: z.number() }).nullable(),
});
export type EnvironmentView = z.infer<typeof EnvironmentView>;

export const Environments = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  production: EnvironmentView,
  staging: EnvironmentView,
  /** How the version in staging stands by the project's rule; null without a rule or a version. */
  standing: LiveFinding.nullable(),
});
export type Environments = z.infer<typeof Environments>;

/** A version that is put into staging, or null to take out what is there. */
export const SetStaging = z.strictObject({
  version: z.int().min(1).nullable(),
  reason: z.string().trim().max(500).default(''),
});
