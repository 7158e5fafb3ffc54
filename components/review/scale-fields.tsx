'use client';
import { Field } from '@/components/ui/field';
import { Select } from '@/components/ui/select';
import { Textarea } from '@/components/ui/textarea';
import { useTranslations } from '@/components/ui/use-translations';
import { AGREEMENT_SCALES } from '@/lib/domain/review/schema';
import type { QueueDraft } from './queue-draft';

/** How answers of reviewers are compared, and the order of classes where they have one. */
export function ScaleFields({ draft, onDraft }: { draft: QueueDraft; onDraft: (draft: QueueDraft) => void }) {
  const t = useTranslations('review.queue');
  const options = (['model', ...AGREEMENT_SCALES] as const).map((value) => ({
    value,
    label: t(`scales.${value}`),
    hint: t(`scaleHints.${value}`),
  }));
  return (
    <>
      <Field label={t('scale')} hint={t('scaleHint')}>
        <Select value={draft.scale} onValue={(scale) => onDraft({ ...draft, scale })} options={options} />
      </Field>
      {draft.scale === 'ordinal' ? (
        <Field label={t('classOrder')} hint={t('classOrderHint')} optional>
          <Textarea
            rows={4}
            value={draft.classOrder}
            onChange={({ target }) => onDraft({ ...draft, classOrder: target.value })}
          />
        </Field>
      ) : null}
    </>
  );
}
