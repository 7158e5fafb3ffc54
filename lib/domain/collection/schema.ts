import { z } from 'zod';
import { DatasetColumn, DatasetPlace, RowFilter } from '../datasets/schema';
import { LABEL_SOURCES } from '../feedback/schema';
import { ModelName } from '../registry/schema';
import { ValidationPlan } from '../validation/schema';

/** Which rows of the log are wanted. */
export const LogQuery = z
  .strictObject({
    model: z.union([z.uuid(), ModelName]),
    /** Versions that answered; all where it is left out. */
    versions: z.array(z.int().positive()).min(1).max(100).nullable().default(null),
    /** Of the moment that rows name themselves, else of their answer. */
    from: z.iso.datetime(),
    /** Not within. */
    to: z.iso.datetime(),
    filters: z.array(RowFilter).max(10).default([]),
    /** Only rows whose label a person decided in a review. */
    reviewedOnly: z.boolean().default(false),
    labelSources: z.array(z.enum(LABEL_SOURCES)).min(1).max(4).default(['automatic', 'random-sample', 'review']),
    /** Keys of the context that become columns. */
    context: z.array(z.string().min(1).max(64)).max(20).default([]),
  })
  .refine(({ from, to }) => from < to, { path: ['from'], message: 'It must be before "to".' });
export type LogQuery = z.infer<typeof LogQuery>;

/** A version that is to be examined on the rows as soon as they are there. */
export const Examine = ValidationPlan.omit({ dataset: true }).extend({ version: z.int().min(1) });
export type Examine = z.infer<typeof Examine>;

export const NewBuild = z.strictObject({ query: LogQuery, place: DatasetPlace, examine: Examine.optional() });
export type NewBuild = z.infer<typeof NewBuild>;

export const QueryPreview = z.object({
  /** Calls that were looked at, the oldest first, and whether these are all that the log has. */
  calls: z.int(),
  isWhole: z.boolean(),
  /** Rows of the window that fit the filters. */
  rows: z.int(),
  /** Of them with a label of a chosen source. */
  labelled: z.int(),
  /** Labelled rows that belong to exams for ever and are left out. */
  exam: z.int(),
  /** Labelled rows for training. */
  taken: z.int(),
  bySource: z.array(z.object({ source: z.enum(LABEL_SOURCES), rows: z.int() })),
  cutOff: z.iso.datetime().nullable(),
  columns: z.array(DatasetColumn),
  target: z.string(),
  entity: z.string().nullable(),
});
export type QueryPreview = z.infer<typeof QueryPreview>;

export const LoggedKeys = z.object({
  /** Keys that newer calls had in their context. */
  context: z.array(z.string()),
  inputs: z.array(z.string()),
  versions: z.array(z.int()),
  /** The first and the last moment that the counts of the log know. */
  from: z.iso.datetime().nullable(),
  to: z.iso.datetime().nullable(),
});
export type LoggedKeys = z.infer<typeof LoggedKeys>;
