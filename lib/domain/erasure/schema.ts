import { z } from 'zod';

/** entity: rows whose callers named this `context.entity`; giver: what somebody said about rows. */
export const ERASE_BY = ['entity', 'giver'] as const;
export type EraseBy = (typeof ERASE_BY)[number];

export const NewErasure = z.strictObject({
  by: z.enum(ERASE_BY),
  /** The entity; or the id, name or e-mail address of who gave feedback. */
  value: z.string().trim().min(1, 'Say who or what it is about.').max(256, 'It has 256 characters at most.'),
  /** Without it nothing is erased: what would be is told, with the `confirmation` to send. */
  confirmation: z.string().max(64).optional(),
  /** The project's name, repeated. */
  name: z.string().max(200).optional(),
});
export type NewErasure = z.infer<typeof NewErasure>;

/** What is erased, by where it lies. */
export const ERASED = [
  'calls',
  'feedback',
  'history',
  'comments',
  'waiting',
  'settled',
  'notes',
  'known',
  'tests',
  'notifications',
  'datasetRows',
] as const;
export const KEPT = ['calls', 'feedback', 'labels', 'settled'] as const;

export const ErasureReport = z.object({
  by: z.enum(ERASE_BY),
  /** Rows of the log that it is about. */
  rows: z.int(),
  erased: z.record(z.enum(ERASED), z.int()),
  /** Counts of the project that stay what they were. */
  kept: z.array(z.object({ what: z.enum(KEPT), before: z.int(), after: z.int() })),
  /** Datasets made of the log out of which rows were taken. */
  datasets: z.array(z.object({ datasetId: z.uuid(), name: z.string(), number: z.int(), rows: z.int() })),
  /** Files that somebody uploaded and that have rows about it: to be deleted or replaced by hand. */
  files: z.array(z.object({ datasetId: z.uuid(), name: z.string(), number: z.int() })),
  /** What learnt from these datasets, which cannot be undone: a version stays until it is trained anew without the rows. */
  learnt: z.array(z.object({ model: z.string(), run: z.int(), version: z.int().nullable() })),
  /** sha256 over the sha256 of each row's id, in order. */
  proof: z.string(),
});
export type ErasureReport = z.infer<typeof ErasureReport>;

export const ErasureResult = ErasureReport.extend({
  /** Null where it was only tried. */
  id: z.uuid().nullable(),
  /** To be sent to erase just this; null once it is erased. */
  confirmation: z.string().nullable(),
});
export type ErasureResult = z.infer<typeof ErasureResult>;

export const Erasure = ErasureReport.extend({
  id: z.uuid(),
  subjectHash: z.string(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
});
export type Erasure = z.infer<typeof Erasure>;
export const ErasureList = z.object({ erasures: z.array(Erasure) });
export type ErasureList = z.infer<typeof ErasureList>;
