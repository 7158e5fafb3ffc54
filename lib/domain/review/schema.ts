import { z } from 'zod';
import { CONTEXT_KEY } from '@/lib/pure/protocols/context';
import { Feedback, Thread } from '../feedback/schema';
import { FIELD_PROBLEMS } from '../predictions/schema';

export const REVIEW_REASONS = [
  'complaint',
  'disagreement',
  'low-confidence',
  'outside',
  'random',
  'chosen',
  'withdrawn',
] as const;
/**
 * complaint: somebody said that it is wrong; disagreement: champion and shadow said different things; low-confidence: the model was not
 * sure; outside: a value that the reference has not; random: drawn by chance; chosen: a person sent it; withdrawn: who complained took it
 * back while somebody was at it.
 */
export const ReviewReason = z.enum(REVIEW_REASONS);
export type ReviewReason = z.infer<typeof ReviewReason>;

const Share = z.number().gt(0, 'A share is above 0.').max(1, 'A share is 1 at most.');
const Text = (max: number) =>
  z
    .string()
    .trim()
    .max(max, `It has ${max.toLocaleString('en')} characters at most.`)
    .refine((text) => !text.includes('\0'), 'It holds a NUL character.');

const Shares = z.record(z.string().max(200), Share).refine((shares) => Object.keys(shares).length <= 50, {
  message: 'Up to 50 values have a share of their own.',
});

/** A column whose values are drawn with shares of their own. The chance of each row stays with it, so that estimates weigh it rightly. */
export const Stratification = z
  .strictObject({
    /** An input by its name, or `context.` and a name. */
    column: Text(200).min(1, 'Name a column: an input, or context.NAME.').optional(),
    /** The same as the column `context.` and this name. */
    context: z.string().regex(CONTEXT_KEY, 'It is not the name of a context value.').optional(),
    /** Of texts: the share of each value. */
    shares: Shares.default({}),
    /** Of numbers, in their order: all up to this one, and above the one before. */
    bands: z
      .array(z.strictObject({ upTo: z.number(), share: Share }))
      .max(20, 'Up to 20 bands have a share of their own.')
      .refine((bands) => bands.every(({ upTo }, k) => k === 0 || upTo > (bands[k - 1]?.upTo ?? 0)), {
        message: 'Each band ends above the one before.',
      })
      .default([]),
  })
  .refine(({ column, context }) => (column === undefined) !== (context === undefined), {
    path: ['column'],
    message: 'Name a column: an input, or context.NAME.',
  })
  .refine(({ shares, bands }) => bands.length === 0 || Object.keys(shares).length === 0, {
    path: ['bands'],
    message: 'Give shares to values or to bands, not to both.',
  });
export type Stratification = z.infer<typeof Stratification>;

/** Which rows of a model come into a queue by themselves. A row that fits more than one is there once. */
export const QueueRules = z.strictObject({
  complaints: z.boolean().default(true),
  /** Rows where the model gave its answer a smaller probability than this. */
  confidenceBelow: z.number().gt(0, 'It is above 0.').lt(1, 'It is below 1.').nullable().default(null),
  disagreement: z.boolean().default(false),
  /** Rows with a value that the version's reference has not: another category, below or above all of it. */
  outside: z.boolean().default(false),
  /** A part of all rows by chance; values of a column may have shares of their own. */
  random: z
    .strictObject({
      share: Share,
      by: Stratification.nullable().default(null),
    })
    .nullable()
    .default(null),
});
export type QueueRules = z.infer<typeof QueueRules>;

export const AGREEMENT_SCALES = ['nominal', 'ordinal', 'interval'] as const;
/** How far two answers are apart: nominal, equal or not; ordinal, by what lies between them; interval, by their difference. */
export const AgreementScale = z.enum(AGREEMENT_SCALES);
export type AgreementScale = z.infer<typeof AgreementScale>;

export const QueueContent = z.strictObject({
  name: Text(60).min(1, 'Give it a name.'),
  rules: QueueRules,
  reviewsWanted: z.int().min(1, 'It is 1 at least.').max(5, 'It is 5 at most.').default(1),
  isBlind: z.boolean().default(true),
  tolerance: z.number().min(0, 'It is 0 at least.').default(0),
  instructions: Text(20_000).default(''),
  lockMinutes: z.int().min(1, 'It is 1 minute at least.').max(120, 'It is 120 minutes at most.').default(15),
  /** Of what each reviewer gets, this part is rows whose answer is known. */
  goldShare: z.number().min(0, 'It is 0 at least.').max(0.5, 'It is 0.5 at most.').default(0),
  /** Null: nominal for classes, interval for numbers. */
  scale: AgreementScale.nullable().default(null),
  /** Of ordered classes, the lowest first; empty: in the order of the model. */
  classOrder: z.array(Text(200).min(1, 'A class has a name.')).max(200, 'Name 200 classes at most.').default([]),
});
export type QueueContent = z.infer<typeof QueueContent>;

/** Queues of one model at most. */
export const MAX_QUEUES = 10;
/** Items that wait in a queue at most: above it only complaints come in. */
export const MAX_WAITING = 50_000;

export const QueueCounts = z.object({
  open: z.int(),
  disputed: z.int(),
  settled: z.int(),
  /** Items that others hold at the moment. */
  held: z.int(),
});
export type QueueCounts = z.infer<typeof QueueCounts>;

export const Queue = QueueContent.extend({
  id: z.uuid(),
  model: z.object({ id: z.uuid(), name: z.string() }),
  counts: QueueCounts,
  createdAt: z.iso.datetime(),
});
export type Queue = z.infer<typeof Queue>;
export const QueueList = z.object({ queues: z.array(Queue) });
export type QueueList = z.infer<typeof QueueList>;

export const ITEM_STATES = ['open', 'disputed', 'settled'] as const;
export const Destination = z.enum(['train', 'exam']);
export type Destination = z.infer<typeof Destination>;
export const OUTCOMES = ['label', 'cannot-tell', 'inputs-wrong'] as const;
export const Outcome = z.enum(OUTCOMES);
export type Outcome = z.infer<typeof Outcome>;

/** An item in a list. Why it is there is told with it only once it is settled. */
export const ItemRow = z.object({
  id: z.uuid(),
  rowId: z.string(),
  /** When the row was answered. */
  at: z.iso.datetime(),
  entity: z.string().nullable(),
  destination: Destination,
  state: z.enum(ITEM_STATES),
  /** Somebody else holds it. */
  isHeld: z.boolean(),
  outcome: Outcome.nullable(),
  value: z.string().nullable(),
  settledAt: z.iso.datetime().nullable(),
  /** Names of those whom it is for; empty where whoever comes takes it. */
  assignedTo: z.array(z.string()),
  /** It is for the caller. */
  isAssigned: z.boolean(),
});
export type ItemRow = z.infer<typeof ItemRow>;
export const ItemPage = z.object({ items: z.array(ItemRow), nextCursor: z.string().nullable() });
export type ItemPage = z.infer<typeof ItemPage>;

export const DECISIONS = [...OUTCOMES, 'skip'] as const;
export const ReviewView = z.object({
  decision: z.enum(DECISIONS),
  value: z.string().nullable(),
  note: z.string(),
  reviewer: z.string(),
  isOwn: z.boolean(),
  isBlind: z.boolean(),
  isAdjudication: z.boolean(),
  at: z.iso.datetime(),
  /** It was taken back at this moment. */
  takenBackAt: z.iso.datetime().nullable(),
});
export type ReviewView = z.infer<typeof ReviewView>;

const Cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** An item as a reviewer sees it. */
export const ReviewItem = ItemRow.omit({ isHeld: true, assignedTo: true, isAssigned: true }).extend({
  queue: z.object({
    id: z.uuid(),
    name: z.string(),
    isBlind: z.boolean(),
    instructions: z.string(),
    tolerance: z.number(),
  }),
  model: z.object({ id: z.uuid(), name: z.string() }),
  version: z.int(),
  context: z.record(z.string(), z.string()).nullable(),
  inputs: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      unit: z.string(),
      values: z.array(Cell).nullable(),
    }),
  ),
  task: z.enum(['classification', 'regression', 'tensors']),
  classes: z.array(z.object({ label: z.string(), name: z.string() })),
  unit: z.string(),
  reviewsWanted: z.int(),
  reviewsDone: z.int(),
  /** Until when it is the caller's; null where it is not. */
  heldUntil: z.iso.datetime().nullable(),
  heldByOther: z.boolean(),
  /** The caller's own review, if there is one. */
  own: ReviewView.nullable(),
  /** Rows of the destination that are settled with a label. */
  destinationRows: z.int(),
  /** Null while it is hidden: what was answered, what people said, what others decided. */
  revealed: z
    .object({
      reasons: z.array(ReviewReason),
      answer: z.string(),
      confidence: z.number().nullable(),
      feedback: z.array(
        Feedback.pick({ verdict: true, expected: true, reason: true, severity: true, fields: true, scores: true }),
      ),
      reviews: z.array(ReviewView),
      /** What people say to each other about the row. */
      thread: Thread,
    })
    .nullable(),
});
export type ReviewItem = z.infer<typeof ReviewItem>;

export const TakenItem = z.object({ item: ReviewItem.nullable() });
export type TakenItem = z.infer<typeof TakenItem>;

export const NewReview = z
  .strictObject({
    decision: z.enum(DECISIONS),
    value: z.union([Text(200), z.number()]).optional(),
    note: Text(2000).default(''),
    /** How long the person looked at it. */
    tookMs: z.int().min(0).max(86_400_000).optional(),
  })
  .refine(({ decision, value }) => (decision === 'label') === (value !== undefined && value !== ''), {
    path: ['value'],
    message: 'The decision "label" has a value, and no other has one.',
  })
  .refine(({ decision, note }) => decision !== 'skip' || note !== '', {
    path: ['note'],
    message: 'Say why it is skipped.',
  });
export type NewReview = z.infer<typeof NewReview>;

/** What a saved review led to. */
export const ReviewResult = z.object({ item: ReviewItem, state: z.enum(ITEM_STATES) });
export type ReviewResult = z.infer<typeof ReviewResult>;

export const SentRow = z.strictObject({ row: z.string().max(64) });

/** Known rows of a queue at most. */
export const MAX_GOLD = 500;

/** One row with its answer, or the newest that reviews settled: all, or exam rows alone. */
export const NewGoldRows = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('hand'), row: z.string().max(64), value: z.union([Text(200), z.number()]) }),
  z.strictObject({ from: z.enum(['settled', 'exam']), most: z.int().min(1).max(MAX_GOLD).default(20) }),
]);
export type NewGoldRows = z.infer<typeof NewGoldRows>;
export const AddedGold = z.object({ added: z.int(), known: z.int() });
export type AddedGold = z.infer<typeof AddedGold>;

/** A row whose answer is known. */
export const KnownRow = z.object({
  id: z.uuid(),
  rowId: z.string(),
  value: z.string(),
  source: z.enum(['settled', 'hand']),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  /** How many people answered it, and how many of them right. */
  answered: z.int(),
  right: z.int(),
});
export type KnownRow = z.infer<typeof KnownRow>;
export const GoldList = z.object({ rows: z.array(KnownRow) });
export type GoldList = z.infer<typeof GoldList>;

/** The part of entities that goes to exams where a project says nothing else. */
export const EXAM_SHARE = 0.5;
/** The part of entities, met from now on, that goes to exams. */
export const ExamShare = z.strictObject({
  share: z.number().min(0, 'A share is 0 at least.').max(1, 'A share is 1 at most.'),
});
export type ExamShare = z.infer<typeof ExamShare>;
export const ExamShareView = z.object({
  share: z.number(),
  /** Entities that were sent, which stay where they are. */
  sent: z.object({ exam: z.int(), train: z.int() }),
});
export type ExamShareView = z.infer<typeof ExamShareView>;

/** Names so many at once at most. */
const MAX_ASSIGNED = 1000;

export const Assignment = z.strictObject({
  /** Persons among whom the items are split evenly; none takes the items back from all. */
  people: z
    .array(z.string().max(80))
    .max(100, 'Name 100 people at most.')
    .refine((people) => new Set(people).size === people.length, 'Name each person once.'),
  /** Only these items, whoever has them; else all that wait. */
  items: z.array(z.uuid()).min(1, 'Name one item at least.').max(MAX_ASSIGNED, 'Name 1,000 items at most.').optional(),
  /** Without items: those that nobody was given, or all. */
  which: z.enum(['unassigned', 'all']).default('unassigned'),
});
export type Assignment = z.infer<typeof Assignment>;

/** How many items were given, and to whom. */
export const Assigned = z.object({
  items: z.int(),
  people: z.array(z.object({ id: z.string(), name: z.string(), items: z.int() })),
});
export type Assigned = z.infer<typeof Assigned>;

export const QueueReviewers = z.object({
  /** Items that wait for nobody in particular. */
  unassigned: z.int(),
  reviewers: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      /** Items given to the person: not reviewed yet, and reviewed. */
      assigned: z.object({ open: z.int(), done: z.int() }),
    }),
  ),
});
export type QueueReviewers = z.infer<typeof QueueReviewers>;

/** What one person was given of a queue, has decided and has left. Known rows that are mixed in are not in it. */
export const ReviewerBurnDown = z.object({
  reviewer: z.object({ id: z.string(), name: z.string() }),
  days: z.int(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  /** Items that were open to them before the first day. */
  before: z.int(),
  /** By UTC day: open at its end = open before + given - decided - left. */
  course: z.array(
    z.object({
      day: z.iso.date(),
      given: z.int(),
      /** Given to them and decided by them. */
      decided: z.int(),
      /** Skipped, settled without them, or given to somebody else. */
      left: z.int(),
      open: z.int(),
      /** Decided by them without being given to them. */
      others: z.int(),
    }),
  ),
});
export type ReviewerBurnDown = z.infer<typeof ReviewerBurnDown>;

const Measured = z.object({
  value: z.number().nullable(),
  /** 95 % interval, by drawing entities; null where it cannot be made. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Why there is no value. */
  reason: z.enum(['too-few-raters', 'no-shared-unit', 'one-class', 'unused-class', 'too-many-steps']).nullable(),
});
export type Measured = z.infer<typeof Measured>;

/** How many of `n` were right, with Wilson's 95 % interval of the share. */
const Accuracy = z.object({ n: z.int(), right: z.int(), low: z.number(), high: z.number() });

/** How far reviewers agree, how fast they are and what is left. Counts blind reviews that were not taken back. */
export const Agreement = z.object({
  days: z.int(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  /** How answers are compared for alpha; kappas take classes as unordered. */
  scale: AgreementScale,
  /** The order of classes on an ordinal scale, the lowest first. */
  order: z.array(z.string()).nullable(),
  /** Reviews of classes that are not in the order, which are not in alpha. */
  unordered: z.int(),
  /** Items with at least two blind reviews that say what it was, and their entities. */
  items: z.int(),
  entities: z.int(),
  /** More reviews than are looked at: the newest are. */
  isCut: z.boolean(),
  alpha: Measured,
  /** Null for numbers. */
  fleiss: Measured.nullable(),
  classes: z.array(z.object({ label: z.string(), kappa: Measured })),
  pairs: z.array(
    z.object({
      first: z.string(),
      second: z.string(),
      n: z.int(),
      agreeing: z.int(),
      /** Cohen's, with the entities of their rows, which are drawn for the interval. Null for numbers. */
      kappa: Measured.extend({ entities: z.int() }).nullable(),
    }),
  ),
  confusions: z.array(z.object({ one: z.string(), other: z.string(), items: z.int(), share: z.number() })),
  reviewers: z.array(
    z.object({
      name: z.string(),
      reviews: z.int(),
      skipped: z.int(),
      /** Quartiles of the time an item took. */
      seconds: z.object({ lower: z.number(), median: z.number(), upper: z.number() }).nullable(),
      /** Of items whose truth came by itself: an automatic label. */
      gold: Accuracy.nullable(),
      /** Of known rows that were mixed into the queue. */
      planted: Accuracy.nullable(),
    }),
  ),
  /** By UTC day: what came in, what was settled, what waited at its end. */
  course: z.array(z.object({ day: z.iso.date(), added: z.int(), settled: z.int(), waiting: z.int() })),
});
export type Agreement = z.infer<typeof Agreement>;

export const EXPORT_FORMATS = ['csv', 'jsonl', 'parquet', 'label-studio', 'argilla'] as const;
export const EXPORT_SPLITS = ['train', 'exam', 'all'] as const;
/** train and exam: rows with a label whose inputs are in the log; all: everything that is settled. */
export const ExportQuery = z.object({
  format: z.enum(EXPORT_FORMATS).default('csv'),
  split: z.enum(EXPORT_SPLITS).default('train'),
});
export type ExportQuery = z.infer<typeof ExportQuery>;

export const IMPORT_FORMATS = ['label-studio', 'argilla'] as const;
export const ImportQuery = z.object({ format: z.enum(IMPORT_FORMATS), dryRun: z.enum(['1']).optional() });
export type ImportQuery = z.infer<typeof ImportQuery>;

/** What a file of reviews did, or would do. */
export const ImportedReviews = z.object({
  isWritten: z.boolean(),
  /** Tasks or records in the file. */
  tasks: z.int(),
  /** Reviews that became reviews of items. */
  reviews: z.int(),
  /** Rows that were not in the queue before. */
  added: z.int(),
  /** Items that these reviews settle, and those on which their reviewers differ. */
  settled: z.int(),
  disputed: z.int(),
  /** Left out: the same reviewer has reviewed the item; the item was settled before; somebody holds it at the moment; nothing was decided. */
  already: z.int(),
  late: z.int(),
  held: z.int(),
  empty: z.int(),
});
export type ImportedReviews = z.infer<typeof ImportedReviews>;

const DecisionTime = z.object({ n: z.int(), median: z.number(), p90: z.number() });

/** What people's judgements say about a model, over the last days. */
export const Insight = z.object({
  days: z.int(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  /** Rows answered in these days, and those of them that somebody judged: by feedback or by a settled review. */
  answered: z.int(),
  judged: z.int(),
  /** From coming into a queue to being settled, in seconds, of what was settled in these days; null where nothing was. */
  decision: DecisionTime.nullable(),
  /** The same by the version that answered, newest first. */
  versions: z.array(
    z.object({ version: z.int(), answered: z.int(), judged: z.int(), decision: DecisionTime.nullable() }),
  ),
  /** What negative feedback gives as its reason, the commonest first; `n` is of how many. */
  reasons: z.object({
    n: z.int(),
    withReason: z.int(),
    top: z.array(z.object({ reason: z.string(), count: z.int() })),
  }),
  /** How bad wrong answers were, of those of which it is known. */
  severities: z.object({ minor: z.int(), normal: z.int(), serious: z.int() }),
  /** Fields of rows that feedback says are wrong themselves, the most often named first; `n` is all feedback, right and wrong. */
  fields: z.object({
    n: z.int(),
    withField: z.int(),
    top: z.array(z.object({ field: z.string(), problem: z.enum(FIELD_PROBLEMS), count: z.int() })),
  }),
  /** Newest feedback against how sure the answers were; null where the model gives no probabilities. */
  confidence: z
    .object({
      n: z.int(),
      isCut: z.boolean(),
      bands: z.array(z.object({ from: z.number(), to: z.number(), n: z.int(), wrong: z.int() })),
    })
    .nullable(),
  /** From rows that were drawn at random and settled with a label: share of wrong classes, or mean absolute error. */
  errors: z.object({
    metric: z.enum(['error-rate', 'mae']).nullable(),
    unit: z.string(),
    isCut: z.boolean(),
    versions: z.array(
      z.object({
        version: z.int(),
        /** Drawn rows that have a label, and all that were drawn. */
        n: z.int(),
        drawn: z.int(),
        entities: z.int(),
        value: z.number(),
        /** 95 % interval, by drawing entities; null below five entities. */
        low: z.number().nullable(),
        high: z.number().nullable(),
      }),
    ),
  }),
  /** Where errors cluster among the newest reviewed rows: found on half of the entities, told by the other. */
  weakest: z.object({
    found: z.int(),
    reported: z.int(),
    /** Slices that had rows enough to be looked at. */
    looked: z.int(),
    slices: z.array(
      z.object({
        column: z.string(),
        name: z.discriminatedUnion('kind', [
          z.object({ kind: z.literal('band'), low: z.number().nullable(), high: z.number().nullable() }),
          z.object({ kind: z.literal('value'), value: z.string() }),
          z.object({ kind: z.literal('other') }),
          z.object({ kind: z.literal('null') }),
        ]),
        n: z.int(),
        /** Mean error of the slice, and how much more than that of the other rows. */
        mean: z.number().nullable(),
        difference: z.object({ value: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable() }),
        verdict: z.enum(['held', 'open', 'not-held', 'too-few']),
      }),
    ),
  }),
});
export type Insight = z.infer<typeof Insight>;
