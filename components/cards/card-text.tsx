'use client';
import { Markdown } from '@/components/ui/markdown';
import { useTranslations } from '@/components/ui/use-translations';
import { CARD_FIELDS, type CardContent } from '@/lib/domain/cards/schema';

/** A card as readers see it: what was filled in, each under its heading, then the free text. */
export function CardText({
  content,
  level = 2,
  narrow = false,
}: {
  content: CardContent;
  level?: 2 | 3;
  narrow?: boolean;
}) {
  const t = useTranslations('cards');
  const Heading = level === 2 ? 'h2' : 'h3';
  const parts = [
    ...CARD_FIELDS.map((field) => ({ key: field, title: t(`fields.${field}.label`), text: content.fields[field] })),
    { key: 'markdown', title: t('more'), text: content.markdown },
  ].filter(({ text }) => text.trim() !== '');
  return (
    <div className="divide-y divide-line">
      {parts.map(({ key, title, text }) => (
        <section
          key={key}
          className={
            narrow
              ? 'py-4 first:pt-0 last:pb-0'
              : 'grid gap-x-8 gap-y-1 py-5 first:pt-0 last:pb-0 md:grid-cols-[11rem_minmax(0,1fr)] print:break-inside-avoid'
          }
        >
          <Heading className="text-md font-semibold text-ink">{title}</Heading>
          <Markdown
            text={text}
            className="min-w-0 [overflow-wrap:anywhere] [&>:first-child]:mt-0 [&>:last-child]:mb-0"
          />
        </section>
      ))}
    </div>
  );
}
