'use client';
import { Plus, X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { IconButton } from '@/components/ui/icon-button';
import { Input } from '@/components/ui/input';
import { NumberInput } from '@/components/ui/number-input';
import { useTranslations } from '@/components/ui/use-translations';
import type { QueueDraft } from './queue-draft';

/** Shares of their own for values or bands of one column. */
export function StrataFields({ draft, onDraft }: { draft: QueueDraft; onDraft: (draft: QueueDraft) => void }) {
  const t = useTranslations('review.queue');
  const { strata } = draft;
  const set = (at: number, more: Partial<QueueDraft['strata'][number]>) =>
    onDraft({ ...draft, strata: strata.map((one, i) => (i === at ? { ...one, ...more } : one)) });
  return (
    <fieldset className="flex flex-col gap-3 border-l-2 border-line pl-4">
      <legend className="sr-only">{t('strata')}</legend>
      <Field label={t('stratumColumn')} hint={t('stratumColumnHint')} optional>
        <Input
          value={draft.stratumColumn}
          maxLength={200}
          onChange={({ target }) => onDraft({ ...draft, stratumColumn: target.value })}
        />
      </Field>
      {draft.stratumColumn.trim() === '' ? null : (
        <>
          <Checkbox
            label={t('bands')}
            hint={t('bandsHint')}
            checked={draft.isBanded}
            onChange={({ target }) => onDraft({ ...draft, isBanded: target.checked })}
          />
          {strata.map(({ key, value, percent }, at) => (
            <div key={key} className="flex items-end gap-2">
              <div className="min-w-0 flex-1">
                <Field label={t(draft.isBanded ? 'upTo' : 'stratumValue')}>
                  <Input value={value} maxLength={200} onChange={({ target }) => set(at, { value: target.value })} />
                </Field>
              </div>
              <div className="w-28">
                <Field label={t('stratumShare')}>
                  <NumberInput value={percent} unit="%" onValue={(next) => set(at, { percent: next })} />
                </Field>
              </div>
              <IconButton
                label={t('removeStratum', { value })}
                icon={<X aria-hidden="true" />}
                onClick={() => onDraft({ ...draft, strata: strata.filter((one) => one.key !== key) })}
              />
            </div>
          ))}
          <div>
            <Button
              size="sm"
              icon={<Plus aria-hidden="true" />}
              onClick={() =>
                onDraft({
                  ...draft,
                  strata: [
                    ...strata,
                    { key: Math.max(0, ...strata.map(({ key }) => key)) + 1, value: '', percent: 10 },
                  ],
                })
              }
            >
              {t('addStratum')}
            </Button>
          </div>
        </>
      )}
    </fieldset>
  );
}
