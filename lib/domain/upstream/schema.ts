import { z } from 'zod';
import { ModelName } from '../registry/schema';

export const CellKind = z.enum(['number', 'text', 'boolean', 'unknown']);
const LearntColumn = z.object({
  name: z.string(),
  kind: CellKind,
  nullable: z.boolean(),
  values: z.array(z.string()).nullable(),
});
const Asked = z.enum(['one', 'list']);

/** What calls have shown of a service's JSON, as it is kept. */
export const LearntJson = z.object({
  columns: z.array(LearntColumn),
  isListed: z.boolean(),
  forms: z.array(z.string()),
  fields: z.array(LearntColumn),
  list: z.object({ width: z.int(), isShares: z.boolean() }).nullable(),
  shapes: z.array(
    z.object({
      asked: Asked,
      container: z.string().nullable(),
      each: z.enum(['value', 'object', 'list']),
      many: z.boolean(),
      tensors: z.array(z.object({ name: z.string(), datatype: z.string(), width: z.int().nullable() })).optional(),
    }),
  ),
  extras: z.array(z.string()),
});

export const AnswerTask = z.enum(['classification', 'regression']);

const ServiceUrl = z.string().trim().min(1).max(2000);
const Timeout = z.int().min(100).max(120_000);
/** A name as HTTP takes it; those that the connection itself sets are refused by the verb. */
const SecretHeader = z.object({
  name: z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/, 'A header name has letters, digits and hyphens.'),
  value: z.string().regex(/^[\x20-\x7e]{1,2000}$/, 'A header value has 1 to 2,000 printable ASCII characters.'),
});

export const MAX_GOAL = 100_000;

export const NewUpstream = z.strictObject({
  name: ModelName,
  url: ServiceUrl,
  /** A header with a secret that the service wants, such as Authorization. */
  header: SecretHeader.nullable().default(null),
  timeoutMs: Timeout.default(30_000),
});
export type NewUpstream = z.input<typeof NewUpstream>;

export const UpstreamChange = z.strictObject({
  url: ServiceUrl.optional(),
  header: SecretHeader.nullable().optional(),
  timeoutMs: Timeout.optional(),
  /** The field of the answer that decides; null: found by its name. */
  answerField: z.string().max(128).nullable().optional(),
  /** Whether it is a class or a number; null: a number is a number, all else a class. */
  answerTask: AnswerTask.nullable().optional(),
  /** Of the newest so many compared answers … */
  goalAnswers: z.int().min(1).max(MAX_GOAL).optional(),
  /** … so many percent must agree. */
  goalPercent: z.number().min(0).max(100).optional(),
  /** Forgets what was learnt and begins with the next call. */
  learnAgain: z.literal(true).optional(),
});
export type UpstreamChange = z.infer<typeof UpstreamChange>;

export const ColumnMapping = z.object({
  by: z.enum(['name', 'position']),
  pairs: z.array(z.object({ column: z.string(), place: z.string() })),
  /** What the model takes and no caller sends. */
  missing: z.array(z.string()),
});
export type ColumnMapping = z.infer<typeof ColumnMapping>;

/** A file that answers beside the service, and how far it agrees. */
export const FileBeside = z.object({
  version: z.int(),
  mapping: ColumnMapping,
  /** Of the newest compared answers, up to the goal. */
  compared: z.int(),
  agreeing: z.int(),
  /** Whether so many were compared and agree that traffic may move. */
  isReached: z.boolean(),
});
export type FileBeside = z.infer<typeof FileBeside>;

export const UpstreamView = z.object({
  url: z.string(),
  headerName: z.string().nullable(),
  timeoutMs: z.int(),
  versionNumber: z.int(),
  /** Who answers callers now. */
  answers: z.enum(['service', 'file']),
  callsLearnt: z.int(),
  /** After so many calls the columns are settled. */
  settlesAfter: z.int(),
  learnt: z
    .object({
      columns: z.array(LearntColumn),
      forms: z.array(z.string()),
      fields: z.array(LearntColumn),
      listWidth: z.int().nullable(),
      /** The field that decides, and how it is read. */
      decisive: z.string().nullable(),
      task: z.enum(['classification', 'regression', 'tensors']),
    })
    .nullable(),
  answerField: z.string().nullable(),
  answerTask: AnswerTask.nullable(),
  /** What callers would miss if a file answered. */
  loss: z.object({ fields: z.array(z.string()), varies: z.boolean(), unseen: z.array(Asked) }).nullable(),
  goalAnswers: z.int(),
  goalPercent: z.number(),
  beside: FileBeside.nullable(),
  /** Versions with a file, which could answer. */
  files: z.array(z.int()),
  /** Of the newest calls of 24 hours, 5,000 at most: how many were handed on without being wholly read, and why. */
  passed: z.object({
    calls: z.int(),
    reasons: z.array(z.object({ reason: z.string(), calls: z.int() })),
  }),
});
export type UpstreamView = z.infer<typeof UpstreamView>;

export const MoveTraffic = z.strictObject({ to: z.enum(['service', 'file']) });
