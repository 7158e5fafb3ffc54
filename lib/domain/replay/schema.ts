import { z } from 'zod';

const Count = z.int();

/** Rows that a replay asks at most, the oldest of the window first. */
export const MOST_ROWS = 100_000;
/** Rows with another answer that are listed, the newest ones. */
export const MOST_LISTED = 200;
/** Versions that one row is asked of, the newest ones. */
export const MOST_BLAMED = 20;

const Moment = z.iso.datetime({ offset: true });

export const StartReplay = z.strictObject({
  version: z.int().min(1),
  /** Of the calls, when they were received. */
  from: Moment,
  to: Moment,
});

const Change = z.object({ before: z.string(), after: z.string(), rows: Count });

export const ReplayResult = z.object({
  calls: Count,
  /** Of these calls. */
  rows: Count,
  /** Rows that both answered, then and now. */
  asked: Count,
  same: Count,
  different: Count,
  /** Why rows were not asked: their inputs were not kept, are personal, lack a column that the version takes, or were refused by it. */
  leftOut: z.object({ notKept: Count, personal: Count, lacking: Count, refused: Count, unanswered: Count }),
  /** False where the window has more rows than are asked. */
  isWhole: z.boolean(),
  /** Of classes: which answers became which, the commonest first. */
  changes: z.array(Change),
  /** Of numbers: the absolute difference. */
  differences: z.object({ mean: z.number(), p50: z.number(), p95: z.number(), unit: z.string() }).nullable(),
  days: z.array(z.object({ day: z.iso.date(), rows: Count, different: Count })),
  /** By labels of all rows or of a random sample, after the cut-off of the version and without what it learnt; null without any. */
  truth: z
    .object({
      measure: z.enum(['accuracy', 'mae']),
      n: Count,
      before: z.number(),
      after: z.number(),
      beforeCutOff: Count,
      learnt: Count,
      /** Whether what the version learnt was looked for among these rows. */
      training: z.enum(['checked', 'unknown']),
    })
    .nullable(),
  /** Rows with another answer, the newest first. */
  listed: z.array(
    z.object({
      rowId: z.string(),
      at: z.iso.datetime(),
      version: Count,
      before: z.string(),
      after: z.string(),
      truth: z.string().nullable(),
    }),
  ),
});
export type ReplayResult = z.infer<typeof ReplayResult>;

export const Replay = z.object({
  id: z.uuid(),
  version: Count,
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  /** 0 to 1. */
  progress: z.number(),
  /** Why it failed. */
  message: z.string(),
  result: ReplayResult.nullable(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
});
export type Replay = z.infer<typeof Replay>;

export const Replays = z.object({ replays: z.array(Replay) });
export type Replays = z.infer<typeof Replays>;

/** What a version says to one row today. */
export const VersionAnswer = z.object({
  version: Count,
  /** Null where it cannot be asked; `lack` says why. */
  answer: z.string().nullable(),
  /** Of the class that it names; null for numbers and where it tells none. */
  share: z.number().nullable(),
  lack: z.enum(['not_in_service', 'lacks_columns', 'refused']).nullable(),
  /** Whether it says something else than the newest earlier version that could be asked. */
  isChange: z.boolean(),
});
export type VersionAnswer = z.infer<typeof VersionAnswer>;

export const Blame = z.object({
  rowId: z.string(),
  version: Count,
  /** What was answered then. */
  answer: z.string(),
  /**
   * The same version asked again: the same bits; the same answer with other decimals; another answer; or why it could not be asked. What the
   * log keeps of a call does not name the machine.
   */
  again: z.enum([
    'same-bits',
    'same-answer',
    'different',
    'not_kept',
    'personal',
    'not_in_service',
    'lacks_columns',
    'refused',
  ]),
  /** Largest difference of a number then and now; null where there is none to compare. */
  largestDifference: z.number().nullable(),
  file: z.object({ sha256: z.string() }),
  versions: z.array(VersionAnswer),
});
export type Blame = z.infer<typeof Blame>;
