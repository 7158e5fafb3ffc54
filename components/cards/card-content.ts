import {
  CARD_FIELDS,
  type CardContent,
  CardContent as CardContentSchema,
  type CardFields,
} from '@/lib/domain/cards/schema';

export type CardField = (typeof CARD_FIELDS)[number];

export const emptyContent = (): CardContent => CardContentSchema.parse({ fields: {} });

export const contentOf = (card: CardContent | null): CardContent =>
  card ? { fields: card.fields, markdown: card.markdown } : emptyContent();

/** How many of the fields say something. */
export const countFilled = (fields: CardFields): number =>
  CARD_FIELDS.filter((field) => fields[field].trim() !== '').length;

export const isSameContent = (a: CardContent, b: CardContent): boolean =>
  a.markdown === b.markdown && CARD_FIELDS.every((field) => a.fields[field] === b.fields[field]);

export const isBlank = (content: CardContent): boolean =>
  countFilled(content.fields) === 0 && content.markdown.trim() === '';

/** The places whose text is longer than the server takes. */
export function findTooLong(content: CardContent): (CardField | 'markdown')[] {
  const { fields, markdown } = CardContentSchema.shape;
  return [
    ...CARD_FIELDS.filter((field) => !fields.shape[field].safeParse(content.fields[field]).success),
    ...(markdown.safeParse(content.markdown).success ? [] : (['markdown'] as const)),
  ];
}
