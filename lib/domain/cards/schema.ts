import { z } from 'zod';

const Text = z.string().max(5000, 'A field has 5,000 characters at most.').default('');

export const CARD_FIELDS = [
  'summary',
  'intendedUse',
  'notFor',
  'trainingData',
  'trainingProcedure',
  'metrics',
  'limitations',
  'contact',
  'licence',
] as const;

export const CardFields = z.strictObject({
  summary: Text,
  intendedUse: Text,
  notFor: Text,
  trainingData: Text,
  trainingProcedure: Text,
  metrics: Text,
  limitations: Text,
  contact: Text,
  licence: Text,
});
export type CardFields = z.infer<typeof CardFields>;

const MAX_MARKDOWN_BYTES = 100 * 1024;

export const CardContent = z.strictObject({
  fields: CardFields,
  markdown: z
    .string()
    .refine((text) => new TextEncoder().encode(text).length <= MAX_MARKDOWN_BYTES, 'The text has 100 KB at most.')
    .default(''),
});
export type CardContent = z.infer<typeof CardContent>;

export const Card = z.object({
  versionNumber: z.int(),
  revision: z.int(),
  published: z.boolean(),
  fields: CardFields,
  markdown: z.string(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  publishedAt: z.iso.datetime().nullable(),
});
export type Card = z.infer<typeof Card>;

/** `draft` is null for readers, and where nothing was changed since the card was published. */
export const CardView = z.object({
  published: Card.nullable(),
  draft: Card.nullable(),
  /** The published card of the nearest version before, to start from. */
  previous: Card.nullable(),
});
export type CardView = z.infer<typeof CardView>;
