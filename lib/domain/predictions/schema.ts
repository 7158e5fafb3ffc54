import { z } from 'zod';
import { PersonalContext } from '../registry/schema';

export const PREDICTION_ORIGINS = ['api', 'user', 'try', 'staging', 'demo', 'ingest'] as const;
/** api: a key's call; user: a person's prediction; try: a scientist trying it; staging: any call to what is in staging; demo: replayed traffic; ingest: answered elsewhere. */
export const PredictionOrigin = z.enum(PREDICTION_ORIGINS);
export type PredictionOrigin = z.infer<typeof PredictionOrigin>;

/** The decisive output of each row of a call, as the log has them. */
export const LoggedOutcomes = z.array(z.string());

/** An input by its name in the served signature, or a key of the context. */
export const SLICE_SOURCES = ['input', 'context'] as const;

/** A column by which the rows of a model are told apart, chosen in the room performance. */
export const ChosenColumn = z.object({
  /** Names the cut too: a column that is chosen anew is cut anew. */
  id: z.uuid(),
  from: z.enum(SLICE_SOURCES),
  name: z.string(),
  /** Bands of numbers by their upper edges, or the values that have a slice each. */
  cut: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('bands'), edges: z.array(z.number()).readonly() }),
    z.object({ kind: z.literal('values'), values: z.array(z.string()).readonly() }),
  ]),
});
export type ChosenColumn = z.infer<typeof ChosenColumn>;

const End = z.number().nullable();
/** The slices of a column: `band` is above `low` up to and with `high`, null being no end; `other` has no slice of its own, `null` no value. */
export const SLICE_NAMES = [
  z.object({ kind: z.literal('band'), low: End, high: End }),
  z.object({ kind: z.literal('value'), value: z.string() }),
  z.object({ kind: z.literal('other') }),
  z.object({ kind: z.literal('null') }),
] as const;

/** Who called: a key or a person by name; null where neither is known any more. */
export const Caller = z.object({ kind: z.enum(['key', 'person']), name: z.string() }).nullable();
export type Caller = z.infer<typeof Caller>;

export const RowContextView = z.record(z.string(), z.string());

/** One row of the log. A call has one or more of them. */
export const PredictionRow = z.object({
  /** Prediction, dot, row. */
  rowId: z.string(),
  at: z.iso.datetime(),
  version: z.int(),
  route: z.string(),
  origin: PredictionOrigin,
  protocol: z.string(),
  /** The decisive output: a class, or a number as text. */
  outcome: z.string(),
  /** Null where nobody measured it. */
  latencyMs: z.number().nullable(),
  /** Rows of the call that this row came with. */
  rows: z.int(),
  caller: Caller,
  context: RowContextView.nullable(),
  /** The newest verdict on the row. */
  feedback: z.enum(['right', 'wrong']).nullable(),
  label: z.object({ value: z.string(), source: z.string() }).nullable(),
});
export type PredictionRow = z.infer<typeof PredictionRow>;

/** A bin of the reference in words: numbers from `low` to below `high`, a category, no value, or what the reference has not. */
export const NarrowedBy = z.object({
  column: z.string(),
  kind: z.enum(['between', 'equal', 'null', 'outside']),
  low: z.number().nullable(),
  high: z.number().nullable(),
  category: z.string().nullable(),
});
export type NarrowedBy = z.infer<typeof NarrowedBy>;

/** A page of rows, newest first. With a cursor there may be more: a page ends early when few of many rows fit the filter. */
export const PredictionPage = z.object({
  predictions: z.array(PredictionRow),
  nextCursor: z.string().nullable(),
  /** Calls that were looked at for this page. */
  scannedCalls: z.int(),
  /** The bin of an input that the rows fall into; rows whose inputs were looked at for it. Null without one. */
  narrowedBy: NarrowedBy.extend({ lookedAt: z.int() }).nullable(),
});
export type PredictionPage = z.infer<typeof PredictionPage>;

const Moment = z.iso.datetime({ offset: true });

/** What a list or an export of predictions is narrowed by. */
export const PredictionFilter = z.object({
  from: Moment.optional().describe('From this moment on.'),
  to: Moment.optional().describe('Before this moment.'),
  version: z.coerce.number().int().min(1).optional(),
  route: z.string().max(40).optional(),
  origin: PredictionOrigin.optional(),
  outcome: z.string().max(200).optional().describe('The class or number, as the list shows it.'),
  context: z
    .string()
    .max(330)
    .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}:/, 'Write it as key:value, such as entity:A12.')
    .optional()
    .describe('A context value, as key:value.'),
  feedback: z.enum(['right', 'wrong', 'none', 'any']).optional(),
  ownFrom: z.iso.date().optional().describe('Rows that name a UTC day in context.time: from this day on.'),
  ownTo: z.iso.date().optional().describe('Rows that name a UTC day in context.time: up to this day.'),
});
export type PredictionFilter = z.infer<typeof PredictionFilter>;

/** A column and a bin of the version's reference: its place among the counts, no value, or what the reference has not. */
export const BehindFilter = z.object({
  input: z.string().min(1).describe('A column, with `bin` and `version`: rows whose value falls into that bin.'),
  bin: z.string().regex(/^(\d{1,3}|null|outside)$/, 'Write the number of a bin, null or outside.'),
});
export type BehindFilter = z.infer<typeof BehindFilter>;

export const RowCursor = z.string().regex(/^[0-9a-f-]{36}\.\d{1,6}$/, 'It is not the cursor of a page.');

/** A call that was refused or failed. */
export const FailedCall = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  version: z.int().nullable(),
  status: z.int(),
  code: z.string(),
  message: z.string(),
  protocol: z.string(),
  caller: Caller,
  requestId: z.string().nullable(),
  latencyMs: z.number().nullable(),
});
export type FailedCall = z.infer<typeof FailedCall>;

export const FailurePage = z.object({ failures: z.array(FailedCall), nextCursor: z.string().nullable() });
export type FailurePage = z.infer<typeof FailurePage>;

const Cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
export type LoggedCell = z.infer<typeof Cell>;

/** One named input of a row. `values` holds more than one where the input is a list or a picture; null where it was not kept. */
export const LoggedInput = z.object({
  name: z.string(),
  title: z.string(),
  unit: z.string(),
  kind: z.string(),
  personal: z.enum(['keep', 'hash', 'drop']),
  shape: z.array(z.int()),
  values: z.array(Cell).nullable(),
});
export type LoggedInput = z.infer<typeof LoggedInput>;

/** How bad a wrong answer is. */
export const SEVERITIES = ['minor', 'normal', 'serious'] as const;
export const Severity = z.enum(SEVERITIES);
export type Severity = z.infer<typeof Severity>;

/** In the context of a row: the day on which all else that was sent of it was erased. */
export const ERASED_KEY = 'implanta.erased';

/** What the log keeps of the context of rows. */
export const PersonalContextBody = z.strictObject({
  /** By key: `hash` keeps a fingerprint, `drop` nothing. Keys that are not named are kept as they are. */
  rules: PersonalContext,
  /** The rules that the change starts from; 409 where they are others by now. */
  was: PersonalContext.optional(),
});
export const PersonalContextView = PersonalContextBody.pick({ rules: true }).extend({
  /** Keys that newer calls had in their context, but for the moment and what the product notes there itself. */
  seen: z.array(z.string()),
});
export type PersonalContextView = z.infer<typeof PersonalContextView>;

/** What may be wrong with a field of a row itself. */
export const FIELD_PROBLEMS = ['mistyped', 'missing', 'wrong-unit', 'other'] as const;
export const FieldProblem = z.object({
  field: z.string(),
  problem: z.enum(FIELD_PROBLEMS),
  /** What it should have been; null where nobody said. */
  value: z.string().nullable(),
});
export type FieldProblem = z.infer<typeof FieldProblem>;

/** Values of a project's own scores, by name. */
export const ScoreValues = z.record(z.string(), z.union([z.number(), z.boolean(), z.string()]));
export type ScoreValues = z.infer<typeof ScoreValues>;

export const PredictionDetail = PredictionRow.extend({
  model: z.object({ id: z.uuid(), name: z.string(), project: z.string() }),
  requestId: z.string().nullable(),
  queueMs: z.number(),
  runMs: z.number(),
  inputs: z.array(LoggedInput),
  answer: z.object({
    label: z.string().nullable(),
    /** What the owner calls the class. */
    name: z.string().nullable(),
    probabilities: z.array(z.object({ label: z.string(), name: z.string(), share: z.number().nullable() })).nullable(),
    value: z.number().nullable(),
    unit: z.string().nullable(),
  }),
  /** The answer settings of the version that settled it; null where the file's own answer stands. */
  settings: z.int().nullable(),
  /** The answer was too close to call. */
  isAbstained: z.boolean(),
  /** The row's part of every output tensor; null where it was not kept. */
  outputs: z.array(z.object({ name: z.string(), shape: z.array(z.int()), values: z.array(Cell).nullable() })),
  /** Inputs or outputs were too large to be kept and stand by shape only. */
  truncated: z.boolean(),
  /** What a shadow said to the same row, which the caller did not get. */
  shadow: z.object({ rowId: z.string(), version: z.int(), outcome: z.string() }).nullable(),
  judgements: z.array(
    z.object({
      verdict: z.enum(['right', 'wrong']),
      expected: z.string().nullable(),
      reason: z.string(),
      givenBy: z.string(),
      at: z.iso.datetime(),
      id: z.uuid(),
      /** Null where the answer was right. */
      severity: Severity.nullable(),
      fields: z.array(FieldProblem),
      scores: ScoreValues,
      editedAt: z.iso.datetime().nullable(),
      /** The caller gave it. */
      isOwn: z.boolean(),
      /** A review has settled the row since. */
      isSettled: z.boolean(),
    }),
  ),
  labels: z.array(
    z.object({ value: z.string(), source: z.string(), observedAt: z.iso.datetime(), arrivedAt: z.iso.datetime() }),
  ),
});
export type PredictionDetail = z.infer<typeof PredictionDetail>;

/** The log of all projects on disk. */
export const Storage = z.object({
  days: z.array(
    z.object({
      day: z.iso.date(),
      bytes: z.number(),
      /** About as many, as PostgreSQL last counted. */ calls: z.number(),
    }),
  ),
  bytes: z.number(),
  calls: z.number(),
  /** Over the last whole days, seven at most; null before the first whole day. */
  bytesPerDay: z.number().nullable(),
  recentDays: z.number(),
  /** Null where the database is not on this machine. */
  disk: z.object({ freeBytes: z.number(), totalBytes: z.number() }).nullable(),
  /** What the log levels at, when as much is deleted by age as comes. */
  levelBytes: z.number().nullable(),
  /** When the disk is full at this rate; null where it never is, or nothing is known. */
  fullAt: z.iso.datetime().nullable(),
});
export type Storage = z.infer<typeof Storage>;
