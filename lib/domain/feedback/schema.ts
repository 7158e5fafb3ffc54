import { z } from 'zod';
import { CONTEXT_KEY } from '@/lib/pure/protocols/context';
import { FIELD_PROBLEMS, FieldProblem, ScoreValues, Severity } from '../predictions/schema';

/** PostgreSQL cannot keep NUL. */
const Text = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine((text) => !text.includes('\0'), 'It holds a NUL character.');

/** Fields that one verdict names at most. */
export const MAX_FIELD_PROBLEMS = 50;

const NewFieldProblem = z.strictObject({
  /** A column of the model, as its signature names it. */
  field: Text(200).min(1, 'Name a field of the row.'),
  problem: z.enum(FIELD_PROBLEMS),
  /** What it should have been. */
  value: z.union([Text(200), z.number(), z.boolean()]).optional(),
});
export type NewFieldProblem = z.infer<typeof NewFieldProblem>;

const said = {
  verdict: z.enum(['right', 'wrong']),
  /** What it should have been: a class of the model, or a number. */
  expected: Text(200).optional(),
  reason: Text(2000).optional(),
  /** Of a wrong answer; normal where it is left out. */
  severity: Severity.optional(),
  /** Fields of the row that are wrong themselves. */
  fields: z
    .array(NewFieldProblem)
    .max(MAX_FIELD_PROBLEMS, 'Name 50 fields at most.')
    .refine((fields) => new Set(fields.map(({ field }) => field)).size === fields.length, 'Name each field once.')
    .optional(),
  /** Values of the project's own scores, by name. */
  scores: z.record(Text(60), z.union([z.number(), z.boolean(), Text(2000)])).optional(),
  /** A person may ask to be told by mail what becomes of it. */
  wantsMail: z.boolean().optional(),
};

export const NewFeedback = z
  .strictObject(said)
  .refine(({ verdict, severity }) => verdict === 'wrong' || severity === undefined, {
    path: ['severity'],
    message: 'Only a wrong answer has a severity.',
  });
export type NewFeedback = z.infer<typeof NewFeedback>;

export const FEEDBACK_OUTCOMES = ['label', 'cannot-tell', 'inputs-wrong'] as const;
export type FeedbackOutcome = (typeof FEEDBACK_OUTCOMES)[number];

export const Feedback = z.object({
  id: z.uuid(),
  /** Id of the row: prediction, dot, row. */
  rowId: z.string(),
  verdict: z.enum(['right', 'wrong']),
  expected: z.string().nullable(),
  reason: z.string(),
  /** Null where the answer was right. */
  severity: Severity.nullable(),
  fields: z.array(FieldProblem),
  scores: ScoreValues,
  givenBy: z.string(),
  createdAt: z.iso.datetime(),
  /** When it was said anew; null where it stands as it was given. */
  editedAt: z.iso.datetime().nullable(),
  /** How a review settled the row; null while it waits. */
  outcome: z
    .object({
      decision: z.enum(FEEDBACK_OUTCOMES),
      value: z.string().nullable(),
      settledAt: z.iso.datetime(),
      /** When the person was told; null where they were not. */
      toldAt: z.iso.datetime().nullable(),
      /** The first champion that answers as was settled; null where there was none yet. */
      fixedVersion: z.int().nullable(),
      /** The first champion that was trained with the row; its answer to it proves nothing. */
      learntVersion: z.int().nullable(),
    })
    .nullable(),
});
export type Feedback = z.infer<typeof Feedback>;

export const SCORE_KINDS = ['number', 'category', 'boolean', 'text'] as const;
/** Scores of a project that are not archived, at most. */
export const MAX_SCORES = 30;

/** What a project's people are asked beside right or wrong. */
export const NewScore = z
  .strictObject({
    name: Text(60).regex(
      /^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u,
      'A name begins with a letter or digit and has letters, digits, spaces, dots, hyphens and underscores.',
    ),
    description: Text(300).default(''),
    kind: z.enum(SCORE_KINDS),
    /** Of a number: the least and the most that it takes; null without one. */
    min: z.number().nullable().default(null),
    max: z.number().nullable().default(null),
    /** Of a category: what can be chosen. */
    categories: z.array(Text(60).min(1, 'A category has a name.')).max(30, 'It has 30 categories at most.').default([]),
  })
  .refine(({ kind, min, max }) => kind === 'number' || (min === null && max === null), {
    path: ['min'],
    message: 'Only a number has a range.',
  })
  .refine(({ min, max }) => min === null || max === null || min < max, {
    path: ['max'],
    message: 'The most must be above the least.',
  })
  .refine(({ kind, categories }) => (kind === 'category' ? categories.length >= 2 : categories.length === 0), {
    path: ['categories'],
    message: 'A category has two values at least, and no other score has any.',
  })
  .refine(({ categories }) => new Set(categories).size === categories.length, {
    path: ['categories'],
    message: 'Each category stands once.',
  });
export type NewScore = z.infer<typeof NewScore>;

/** Name, kind, range and categories stay: values were given by them. */
export const ScoreChange = z.strictObject({ description: Text(300).optional(), archived: z.boolean().optional() });
export type ScoreChange = z.infer<typeof ScoreChange>;

export const Score = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  kind: z.enum(SCORE_KINDS),
  min: z.number().nullable(),
  max: z.number().nullable(),
  categories: z.array(z.string()),
  createdAt: z.iso.datetime(),
  archivedAt: z.iso.datetime().nullable(),
});
export type Score = z.infer<typeof Score>;

export const Scores = z.object({ scores: z.array(Score) });
export type Scores = z.infer<typeof Scores>;

export const SCORE_DAYS = [7, 28, 90] as const;

/** What was given for each score of a model, in feedback of the last days that stands. */
export const ScoreSummary = z.object({
  days: z.int(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  /** All feedback of these days, with scores or without. */
  feedback: z.int(),
  scores: z.array(
    z.object({
      score: Score,
      n: z.int(),
      /** Of numbers; null without a value. */
      mean: z.number().nullable(),
      least: z.number().nullable(),
      most: z.number().nullable(),
      /** Of categories and of true and false, in their order. */
      values: z.array(z.object({ value: z.string(), n: z.int() })),
    }),
  ),
});
export type ScoreSummary = z.infer<typeof ScoreSummary>;

/** What was said of a row before it was changed or withdrawn. */
export const PastFeedback = Feedback.pick({
  verdict: true,
  expected: true,
  reason: true,
  severity: true,
  fields: true,
  scores: true,
}).extend({
  /** Of the feedback that stands now, unless it was withdrawn. */
  feedbackId: z.uuid(),
  givenBy: z.string(),
  how: z.enum(['edited', 'withdrawn']),
  givenAt: z.iso.datetime(),
  endedAt: z.iso.datetime(),
});
export type PastFeedback = z.infer<typeof PastFeedback>;

/** What people and programs say of a row, and what they said before; newest first. */
export const RowFeedback = z.object({ feedback: z.array(Feedback), history: z.array(PastFeedback) });
export type RowFeedback = z.infer<typeof RowFeedback>;

/** Lines of one file at most. */
export const MAX_FEEDBACK_LINES = 5000;

export const FeedbackFileQuery = z.object({
  format: z.enum(['csv', 'jsonl']).default('csv'),
  /** Only tells what would be written. */
  dryRun: z.enum(['1']).optional(),
  /** Writes the lines without a problem although others have one. */
  partial: z.enum(['1']).optional().describe('Write the lines without a problem although others have one.'),
});
export type FeedbackFileQuery = z.infer<typeof FeedbackFileQuery>;

/** What a file of feedback did, or would do. */
export const FeedbackFile = z.object({
  isWritten: z.boolean(),
  lines: z.int(),
  /** Verdicts that are new, and those that changed what the caller had said of the row. */
  added: z.int(),
  changed: z.int(),
  /** Lines that cannot be taken, and the first of them with their place. */
  refused: z.int(),
  problems: z.array(z.object({ line: z.int(), column: z.string().nullable(), reason: z.string() })),
});
export type FeedbackFile = z.infer<typeof FeedbackFile>;

/** What a list of feedback is narrowed by. */
export const FeedbackFilter = z.object({
  verdict: z.enum(['right', 'wrong']).optional(),
  severity: Severity.optional(),
  field: z.string().min(1).max(200).optional().describe('Only what names this field of the row.'),
});
export type FeedbackFilter = z.infer<typeof FeedbackFilter>;

const Answered = z.object({ complaints: z.int(), told: z.int() });

export const FeedbackPage = z.object({
  feedback: z.array(Feedback),
  nextCursor: z.string().nullable(),
  counts: z.object({ right: z.int(), wrong: z.int() }),
  /** Of all of it: wrong answers by severity, and the fields that are named most, 50 at most. */
  severities: z.object({ minor: z.int(), normal: z.int(), serious: z.int() }),
  fields: z.array(z.object({ field: z.string(), count: z.int() })),
  /** Complaints by people, and how many of them were closed with an answer to the person. */
  answered: z.object({ all: Answered, days28: Answered }),
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

const ColumnName = z.string().min(1).max(128);
const Found = z.object({ count: z.int(), examples: z.array(z.string()) });

/** How a file of labels is joined to rows. */
export const LabelFileQuery = z.object({
  /** The column that names the row: by its id, or by the context value that `context` names. */
  key: ColumnName,
  /** The column of the truth. */
  label: ColumnName,
  /** `entity` for `context.entity`; without it `key` holds ids. */
  context: z.string().regex(CONTEXT_KEY).optional(),
  /** Window of the rows that are joined by context; without it the last 28 days. */
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  source: z.enum(['automatic', 'review', 'complaint']).default('automatic'),
  /** Only tells what would be written. */
  dryRun: z.enum(['1']).optional(),
});
export type LabelFileQuery = z.infer<typeof LabelFileQuery>;

export const LabelFile = z.object({
  isWritten: z.boolean(),
  /** Lines with a key and a label, lines without one of them, and lines that say again what was said. */
  lines: z.int(),
  empty: z.int(),
  repeated: z.int(),
  keys: z.int(),
  /** Keys that no row of the log has. Ids are kept all the same. */
  unknown: Found,
  contradictions: Found,
  /** Labels that the champion cannot answer. */
  misfits: Found,
  /** Rows that get a label. */
  rows: z.int(),
  /** Rows that had one of this source before; null in a dry run. */
  replaced: z.int().nullable(),
});
export type LabelFile = z.infer<typeof LabelFile>;

/** Sources of one model at most. */
export const MAX_LABEL_SOURCES = 5;

const content = {
  name: Text(60).min(1, 'Give it a name.'),
  kind: z.enum(['sql', 'url'], 'It is "sql" or "url".'),
  /** postgres://user@host/database, or https://…; a password, and the query of a file, are kept as secrets. */
  url: Text(4000).min(1, 'Give an address.'),
  /** One SELECT; `$1` in it is the moment up to which labels were pulled. */
  sql: Text(20_000).default(''),
  key: ColumnName.refine((name) => !name.includes('\0')),
  label: ColumnName.refine((name) => !name.includes('\0')),
  /** `entity` for `context.entity`; null: `key` holds ids. */
  context: LabelFileQuery.shape.context.unwrap().nullable().default(null),
  /** Rows of the last so many days are joined by context. */
  days: z.int().min(1, 'It is 1 day at least.').max(400, 'It is 400 days at most.').default(28),
  source: z.enum(['automatic', 'review', 'complaint']).default('automatic'),
  every: z.enum(['hour', 'day'], 'It is "hour" or "day".'),
  /** UTC; of a daily one. */
  hour: z
    .int('It is a whole hour.')
    .min(0, 'It is an hour from 0 to 23 (UTC).')
    .max(23, 'It is an hour from 0 to 23 (UTC).')
    .default(0),
  enabled: z.boolean().default(true),
};

/** A database or a file whose labels are pulled on a schedule. */
export const LabelSourceContent = z
  .strictObject({
    ...content,
    /** The password of the database, or the bearer token of the file. In a change: left out it stays, null removes it. */
    secret: z
      .string()
      .regex(/^[\x20-\x7e\u00a0-\uffff]{1,4000}$/, 'A secret has 1 to 4,000 printable characters.')
      .nullable()
      .optional(),
  })
  .refine(({ kind, sql }) => kind === 'url' || sql !== '', { path: ['sql'], message: 'Write one SELECT.' })
  .refine(({ kind, secret }) => kind === 'sql' || !secret || /^[\x20-\x7e]+$/.test(secret), {
    path: ['secret'],
    message: 'A token has printable ASCII characters only.',
  });
export type LabelSourceContent = z.infer<typeof LabelSourceContent>;

/** To try: the secrets of a saved source are used where its id and address are given. */
export const LabelSourceTrial = z.strictObject({ id: z.uuid().nullable().default(null), source: LabelSourceContent });
export type LabelSourceTrial = z.infer<typeof LabelSourceTrial>;

export const PULL_FAULTS = [
  'closed_address',
  'no_address',
  'unreachable',
  'login',
  'timeout',
  'statement',
  'read_only',
  'too_many_rows',
  'too_large',
  'status',
  'redirect',
  'encoded',
  'unreadable',
  'contradiction',
  'internal',
] as const;
export type PullFault = (typeof PULL_FAULTS)[number];

/** How a pull ended. `said` is what the database, the server or the reader said. */
export const PullOutcome = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('written'),
    lines: z.int(),
    rows: z.int(),
    replaced: z.int(),
    unknown: z.int(),
    misfits: z.int(),
  }),
  z.object({ kind: z.literal('unchanged') }),
  z.object({ kind: z.literal('failed'), fault: z.enum(PULL_FAULTS), said: z.string().nullable() }),
]);
export type PullOutcome = z.infer<typeof PullOutcome>;

export const LabelSourceView = z.object({
  id: z.uuid(),
  ...content,
  /** There is a password or a token, or the address has a query; none of them is shown. */
  hasSecret: z.boolean(),
  hasHiddenQuery: z.boolean(),
  /** When it is pulled next; null where it is off. */
  dueAt: z.iso.datetime().nullable(),
  isRunning: z.boolean(),
  /** What `$1` is in the next pull; null before the first one. */
  pulledUntil: z.iso.datetime().nullable(),
  last: z.object({ at: z.iso.datetime(), outcome: PullOutcome }).nullable(),
});
export type LabelSourceView = z.infer<typeof LabelSourceView>;

export const LabelSources = z.object({ sources: z.array(LabelSourceView) });
export type LabelSources = z.infer<typeof LabelSources>;

export const NewFeedbackLink = z.strictObject({
  days: z.int().min(1, 'It is 1 day at least.').max(90, 'It is 90 days at most.').default(30),
});
export const FeedbackLink = z.object({
  token: z.string(),
  /** The page for people, at this installation's address. */
  path: z.string(),
  expiresAt: z.iso.datetime(),
});
export type FeedbackLink = z.infer<typeof FeedbackLink>;

/** A field of a row that feedback may name. */
export const JudgedField = z.object({
  name: z.string(),
  title: z.string(),
  unit: z.string(),
  /** What its right value is; null where none is kept: lists, and personal fields. */
  takes: z.enum(['number', 'boolean', 'text']).nullable(),
});
export type JudgedField = z.infer<typeof JudgedField>;

/** What the holder of a link is asked about. */
export const LinkedRow = z.object({
  model: z.string(),
  task: z.enum(['classification', 'regression', 'tensors']),
  answer: z.string(),
  classes: z.array(z.object({ label: z.string(), name: z.string() })),
  unit: z.string(),
  fields: z.array(JudgedField),
  /** The project's scores that are asked. */
  scores: z.array(Score),
  expiresAt: z.iso.datetime(),
  /** What was said by the link, which its holder may change or withdraw until a review settles the row; null before. */
  given: Feedback.pick({
    id: true,
    verdict: true,
    expected: true,
    reason: true,
    severity: true,
    fields: true,
    scores: true,
  })
    .extend({ isSettled: z.boolean() })
    .nullable(),
});
export type LinkedRow = z.infer<typeof LinkedRow>;

export const THREAD_KINDS = ['comment', 'resolved', 'reopened'] as const;
/** Entries of one row at most. */
export const MAX_THREAD = 500;

export const NewComment = z.strictObject({ text: Text(5000).min(1, 'Write something.') });
export type NewComment = z.infer<typeof NewComment>;

export const ThreadEntry = z.object({
  id: z.uuid(),
  kind: z.enum(THREAD_KINDS),
  /** Markdown; empty where the thread was resolved or reopened. */
  text: z.string(),
  author: z.string(),
  at: z.iso.datetime(),
});
export type ThreadEntry = z.infer<typeof ThreadEntry>;

/** What people say to each other about a row, oldest first. */
export const Thread = z.object({ isResolved: z.boolean(), entries: z.array(ThreadEntry) });
export type Thread = z.infer<typeof Thread>;

export const FEEDBACK_EVENTS = [
  'feedback.given',
  'feedback.changed',
  'feedback.withdrawn',
  'row.settled',
  'row.reopened',
] as const;
/** given, changed, withdrawn: feedback on a row; settled: a review decided the row; reopened: that was taken back. */
export const FeedbackEventKind = z.enum(FEEDBACK_EVENTS);
export type FeedbackEventKind = z.infer<typeof FeedbackEventKind>;

/** What happened, as programs are told: without texts that people wrote, right values of fields, and truths of exam rows. */
export const FeedbackEvent = z.object({
  event: FeedbackEventKind,
  at: z.iso.datetime(),
  rowId: z.string(),
  feedback: z
    .object({
      id: z.uuid(),
      verdict: z.enum(['right', 'wrong']),
      expected: z.string().nullable(),
      severity: Severity.nullable(),
      fields: z.array(FieldProblem.omit({ value: true })),
    })
    .nullable(),
  decision: z
    .object({
      outcome: z.enum(FEEDBACK_OUTCOMES),
      /** Of rows for training only. */
      value: z.string().nullable(),
      split: z.enum(['train', 'exam']),
    })
    .nullable(),
});
export type FeedbackEvent = z.infer<typeof FeedbackEvent>;
