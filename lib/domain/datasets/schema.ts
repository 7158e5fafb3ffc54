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
