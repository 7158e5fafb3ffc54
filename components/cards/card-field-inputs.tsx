'use client';
import { Field } from '@/components/ui/field';
import { Textarea } from '@/components/ui/textarea';
import { useTranslations } from '@/components/ui/use-translations';
import { CARD_FIELDS } from '@/lib/domain/cards/schema';
import type { CardField } from './card-content';
import type { CardDraft } from './use-card-draft';

const tall = 12;
const short = new Set<CardField>(['contact', 'licence']);

export function CardFieldInputs({ draft, tooLong }: { draft: CardDraft; tooLong: readonly string[] }) {
  const t = useTranslations('cards');
  const { content, change, flushQuietly } = draft;
  return (
    <div className="flex flex-col gap-5">
      {CARD_FIELDS.map((field) => (
        <Field
          key={field}
          label={t(`fields.${field}.label`)}
          hint={t(`fields.${field}.hint`)}
          error={tooLong.includes(field) ? t('fieldTooLong', { count: content.fields[field].length }) : undefined}
        >
          <Textarea
            rows={short.has(field) ? 2 : 4}
            value={content.fields[field]}
            onChange={(event) => change({ ...content, fields: { ...content.fields, [field]: event.target.value } })}
            onBlur={flushQuietly}
          />
        </Field>
      ))}
      <Field
        label={t('more')}
        hint={t('moreHint')}
        error={tooLong.includes('markdown') ? t('markdownTooLong') : undefined}
      >
        <Textarea
          rows={tall}
          className="font-mono"
          value={content.markdown}
          onChange={(event) => change({ ...content, markdown: event.target.value })}
          onBlur={flushQuietly}
        />
      </Field>
    </div>
  );
}
