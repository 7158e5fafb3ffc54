import { z } from 'zod';
import { TEXT_MEASURES } from '@/lib/pure/drift/text-column';

/** Of a column of numbers that describes a column of texts: what it measures, and what made that column one of texts. */
export const TextDescriptor = z.object({
  column: z.string(),
  measure: z.enum(TEXT_MEASURES),
  values: z.number(),
  distinct: z.number(),
  meanWords: z.number(),
  /** Hashes of the known words, 32 bits each, as base64; empty for a length. */
  vocabulary: z.string(),
  words: z.number(),
  wordsFound: z.number(),
});

const NumberColumn = z.object({
  kind: z.literal('number'),
  edges: z.array(z.number()),
  counts: z.array(z.number()),
  nulls: z.number(),
  n: z.number(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  quantiles: z.array(z.number()),
  text: TextDescriptor.optional(),
});
const CategoryColumn = z.object({
  kind: z.literal('category'),
  categories: z.array(z.string()),
  counts: z.array(z.number()),
  other: z.number(),
  nulls: z.number(),
  n: z.number(),
});

/** Bins and counts of one column, as drift compares with them. */
export const ColumnReference = z.discriminatedUnion('kind', [NumberColumn, CategoryColumn]);
export type ColumnReference = z.infer<typeof ColumnReference>;

export const Reference = z.object({
  id: z.uuid(),
  versionNumber: z.int(),
  datasetId: z.uuid().nullable(),
  filename: z.string().nullable(),
  rows: z.int(),
  columns: z.record(z.string(), ColumnReference),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
});
export type Reference = z.infer<typeof Reference>;

export const ReferenceView = z.object({ reference: Reference.nullable() });
export type ReferenceView = z.infer<typeof ReferenceView>;

export const ReferenceUpload = z.object({
  reference: Reference,
  matchedBy: z.enum(['name', 'position']),
  /** Columns of the file that the model does not take. */
  ignored: z.array(z.string()),
});
export type ReferenceUpload = z.infer<typeof ReferenceUpload>;

/** Which version of a model is to be measured against the rows of a dataset. */
export const TakeDatasetReference = z.strictObject({
  /** By name or id. */
  model: z.string().min(1).max(128),
  version: z.int().min(1),
  /** Version of the dataset; null: the newest. */
  number: z.int().min(1).nullable().default(null),
});
export type TakeDatasetReference = z.infer<typeof TakeDatasetReference>;

export const DATASET_TYPES = ['number', 'integer', 'boolean', 'category', 'text', 'time'] as const;
/** number and integer: finite numbers; category: texts that repeat; time: a moment, in milliseconds since 1970. */
export type DatasetType = (typeof DATASET_TYPES)[number];
export type DatasetCell = number | string | boolean | null;

export const DatasetColumn = z.object({ name: z.string().min(1).max(1000), type: z.enum(DATASET_TYPES) });
export type DatasetColumn = z.infer<typeof DatasetColumn>;

const ColumnName = z.string().min(1).max(1000);
/** What columns are for, by name. */
export const DatasetRoles = z.strictObject({
  target: ColumnName.nullable().default(null),
  id: ColumnName.nullable().default(null),
  time: ColumnName.nullable().default(null),
  weight: ColumnName.nullable().default(null),
  /** What rows belong together by, such as a customer. */
  entities: z.array(ColumnName).max(10).default([]),
  /** What a model may learn from. */
  features: z.array(ColumnName).max(2000).default([]),
});
export type DatasetRoles = z.infer<typeof DatasetRoles>;

/** Rows whose input or context has one of these values. */
export const RowFilter = z.strictObject({
  from: z.enum(['input', 'context']),
  name: z.string().min(1).max(1000),
  values: z.array(z.string().max(1000)).min(1).max(100),
});
export type RowFilter = z.infer<typeof RowFilter>;

/** Rows of the log, by which they can be found again as long as the log has them. */
export const DatasetQuery = z.object({
  modelId: z.uuid(),
  model: z.string(),
  /** Versions that answered; null is all. */
  versions: z.array(z.int().positive()).nullable(),
  /** Of the moment that rows name themselves, else of the answer; `to` is not within. */
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  filters: z.array(RowFilter),
  reviewedOnly: z.boolean(),
  labelSources: z.array(z.string()),
  context: z.array(z.string()),
  /** What was logged later is not looked at. */
  asOf: z.iso.datetime(),
});
export type DatasetQuery = z.infer<typeof DatasetQuery>;

export const DatasetSource = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('upload'), filename: z.string(), sha256: z.string() }),
  z.object({ kind: z.literal('query'), query: DatasetQuery }),
]);
export type DatasetSource = z.infer<typeof DatasetSource>;

export const DatasetVersion = z.object({
  datasetId: z.uuid(),
  number: z.int(),
  name: z.string(),
  rows: z.int(),
  columns: z.array(DatasetColumn),
  roles: DatasetRoles,
  sha256: z.string(),
  sizeBytes: z.number(),
  /** The latest time of any row; null where no column is the time. */
  cutOff: z.iso.datetime().nullable(),
  examLeftOut: z.int(),
  source: DatasetSource,
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
});
export type DatasetVersion = z.infer<typeof DatasetVersion>;

/** What is known of the values of one column. */
export const ColumnFacts = z.object({
  name: z.string(),
  type: z.enum(DATASET_TYPES),
  nulls: z.int(),
  distinct: z.int(),
  mean: z.number().nullable(),
  /** Bins of numbers and of moments in milliseconds, or the most frequent values. */
  shape: ColumnReference,
});
export type ColumnFacts = z.infer<typeof ColumnFacts>;

export const HINTS = ['decides-target', 'copy-of-target', 'like-an-id', 'constant'] as const;
/** A reason to look at a column before a model learns from it. */
export const ColumnHint = z.object({
  kind: z.enum(HINTS),
  column: z.string(),
  /** Of a rule: how often it is right; of a copy: share of equal values, or the correlation of numbers. */
  share: z.number().nullable(),
  /** Of a rule: how often the most frequent value is right. */
  majority: z.number().nullable(),
});
export type ColumnHint = z.infer<typeof ColumnHint>;

export const DatasetProfile = z.object({
  columns: z.array(ColumnFacts),
  /** Rows that say in all features and the target the same as an earlier one. */
  duplicates: z.int(),
  /** Pearson's r of the numbers, over `rows` evenly spread rows. */
  correlations: z.object({
    columns: z.array(z.string()),
    rows: z.int(),
    values: z.array(z.array(z.number().nullable())),
  }),
  /** Rows that hints were looked for in. */
  hintRows: z.int(),
  hints: z.array(ColumnHint),
});
export type DatasetProfile = z.infer<typeof DatasetProfile>;

export const DATASET_BUILD_STATES = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const;
/** A version that is read from the log. */
export const DatasetBuild = z.object({
  id: z.uuid(),
  /** Of the dataset that it adds a version to; null for a new one. */
  datasetId: z.uuid().nullable(),
  name: z.string(),
  state: z.enum(DATASET_BUILD_STATES),
  /** 0 to 1. */
  progress: z.number(),
  /** Rows taken so far, or why it failed. */
  message: z.string(),
  createdAt: z.iso.datetime(),
});
export type DatasetBuild = z.infer<typeof DatasetBuild>;

export const Dataset = z.object({
  id: z.uuid(),
  name: z.string(),
  description: z.string(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  versions: z.int(),
  newest: DatasetVersion,
});
export type Dataset = z.infer<typeof Dataset>;
export const DatasetList = z.object({ datasets: z.array(Dataset) });
export type DatasetList = z.infer<typeof DatasetList>;

/** What stands on a version: a version that was trained on it, or a reference that was learnt from the same file. */
export const DatasetUse = z.object({
  kind: z.enum(['training', 'reference']),
  model: z.string(),
  version: z.int(),
  at: z.iso.datetime(),
});
export type DatasetUse = z.infer<typeof DatasetUse>;
export const DatasetView = z.object({
  dataset: Dataset,
  version: DatasetVersion,
  profile: DatasetProfile,
  versions: z.array(
    DatasetVersion.pick({
      number: true,
      rows: true,
      cutOff: true,
      examLeftOut: true,
      sha256: true,
      createdBy: true,
      createdAt: true,
    }).extend({ columns: z.int() }),
  ),
  usedBy: z.array(DatasetUse),
});
export type DatasetView = z.infer<typeof DatasetView>;

export const DatasetRows = z.object({
  columns: z.array(DatasetColumn),
  rows: z.array(z.array(z.union([z.number(), z.string(), z.boolean(), z.null()]))),
});
export type DatasetRows = z.infer<typeof DatasetRows>;

/** A file that was read and waits to be saved, for a day. */
export const DatasetUpload = z.object({
  id: z.uuid(),
  filename: z.string(),
  rows: z.int(),
  columns: z.array(DatasetColumn.extend({ nulls: z.int(), firstValues: z.array(z.string()), isTimeLike: z.boolean() })),
});
export type DatasetUpload = z.infer<typeof DatasetUpload>;

export const DatasetName = z
  .string()
  .trim()
  .min(1, 'A dataset needs a name.')
  .max(100)
  .refine((name) => !/\p{C}/u.test(name), 'A name has no control characters.');
/** A new dataset by name, or one more version of one that is there. */
export const DatasetPlace = z.union([
  z.strictObject({ name: DatasetName, description: z.string().trim().max(1000).default('') }),
  z.strictObject({ datasetId: z.uuid() }),
]);
export type DatasetPlace = z.infer<typeof DatasetPlace>;

export const SaveUpload = z.strictObject({
  uploadId: z.uuid(),
  place: DatasetPlace,
  columns: z.array(DatasetColumn).min(1).max(2000),
  roles: DatasetRoles,
  /** Reads everything and says what would be saved; nothing is. */
  dryRun: z.boolean().default(false),
});
export type SaveUpload = z.infer<typeof SaveUpload>;

export const CellProblem = z.object({ line: z.int(), column: z.string(), reason: z.string() });
export type CellProblem = z.infer<typeof CellProblem>;
export const SavedUpload = z.object({
  /** Null after a dry run. */
  version: DatasetVersion.nullable(),
  rows: z.int(),
  duplicates: z.int(),
  cutOff: z.iso.datetime().nullable(),
  /** The first cells that are not of their column's type, and how many there are. */
  problems: z.array(CellProblem),
  problemCount: z.int(),
});
export type SavedUpload = z.infer<typeof SavedUpload>;

export const SplitRule = z.discriminatedUnion('by', [
  /** Rows before this moment are for training, the others for tests. */
  z.object({ by: z.literal('time'), at: z.iso.datetime() }),
  /** A share of the entities is for tests; rows without one count as their own. `seed` chooses which. */
  z.object({
    by: z.literal('group'),
    testShare: z.number().gt(0).lt(1),
    seed: z
      .int()
      .min(0)
      .max(2 ** 31 - 1),
  }),
]);
export type SplitRule = z.infer<typeof SplitRule>;

export const SplitQuery = z
  .object({
    number: z.coerce.number().int().positive().optional(),
    by: z.enum(['time', 'group']),
    at: z.iso.datetime().optional(),
    testShare: z.coerce.number().gt(0).lt(1).default(0.2),
    seed: z.coerce
      .number()
      .int()
      .min(0)
      .max(2 ** 31 - 1)
      .default(1),
  })
  .refine(({ by, at }) => by !== 'time' || at !== undefined, { path: ['at'], message: 'Say the moment to split at.' });
export type SplitQuery = z.infer<typeof SplitQuery>;

const PartFacts = z.object({
  rows: z.int(),
  /** Different entities, in a split by group. */
  entities: z.int().nullable(),
  from: z.iso.datetime().nullable(),
  to: z.iso.datetime().nullable(),
  /** Rows by value of the target, the most frequent first; null where it is a number. */
  target: z.array(z.object({ value: z.string(), rows: z.int() })).nullable(),
});
export const DatasetSplit = z.object({
  rule: SplitRule,
  train: PartFacts,
  test: PartFacts,
  /** Rows without a time are in neither part. */
  untimed: z.int(),
});
export type DatasetSplit = z.infer<typeof DatasetSplit>;

export const CompareQuery = z.object({
  with: z.uuid(),
  withNumber: z.coerce.number().int().positive().optional(),
});
export const DatasetComparison = z.object({
  before: DatasetVersion,
  after: DatasetVersion,
  added: z.array(DatasetColumn),
  removed: z.array(DatasetColumn),
  retyped: z.array(z.object({ name: z.string(), before: z.enum(DATASET_TYPES), after: z.enum(DATASET_TYPES) })),
  /** Columns of both, those that changed most first. */
  columns: z.array(
    z.object({
      name: z.string(),
      type: z.enum(DATASET_TYPES),
      nullsBefore: z.int(),
      nullsAfter: z.int(),
      /** Over the bins of the earlier one; null where a side has no values. */
      psi: z.number().nullable(),
      jensenShannon: z.number().nullable(),
    }),
  ),
  /** Different rows by the hash of their features: of each, and of both. Null where they have not the same features. */
  common: z.object({ before: z.int(), after: z.int(), both: z.int() }).nullable(),
});
export type DatasetComparison = z.infer<typeof DatasetComparison>;
