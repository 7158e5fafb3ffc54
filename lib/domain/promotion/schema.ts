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
  guards: Guards.default(() => Guards.parse({})),
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
});
export type GuardView = z.infer<typeof GuardView>;

/** Learnt tests are those that the version was trained with: neither passed nor failed. */
const TestCounts = z.object({ passed: z.int(), failed: z.int(), learnt: z.int().default(0) }).nullable();

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
