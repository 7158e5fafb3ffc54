'use client';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { NumberInput } from '@/components/ui/number-input';
import { Select } from '@/components/ui/select';
import { useTranslations } from '@/components/ui/use-translations';
import type { DatasetRoles } from '@/lib/domain/datasets/schema';
import { type PlanDraft, ROW_PARTS } from './plan-draft';

/** All rows of a dataset, or the test part of a split that its roles allow; nothing where they allow none. */
export function RowPartFields({
  draft,
  roles,
  isFaulty,
  onChange,
}: {
  draft: PlanDraft;
  roles: DatasetRoles | null;
  isFaulty: boolean;
  onChange: (part: Partial<PlanDraft>) => void;
}) {
  const t = useTranslations('validation.report');
  const isAllowed = { all: true, time: roles?.time != null, group: (roles?.entities.length ?? 0) > 0 };
  const parts = ROW_PARTS.filter((part) => isAllowed[part]);
  if (!roles || parts.length < 2) return null;
  const fault = isFaulty ? t('partMissing') : undefined;
  return (
    <>
      <Field label={t('part')} hint={t('partHint')}>
        <Select
          value={draft.part}
          options={parts.map((value) => ({ value, label: t(`parts.${value}`) }))}
          onValue={(part) => onChange({ part })}
        />
      </Field>
      {draft.part === 'time' ? (
        <Field label={t('day')} error={fault}>
          <Input type="date" value={draft.day} onChange={(event) => onChange({ day: event.target.value })} />
        </Field>
      ) : null}
      {draft.part === 'group' ? (
        <div className="grid grid-cols-2 gap-4">
          <Field label={t('share')} error={fault}>
            <NumberInput value={draft.sharePercent} unit="%" onValue={(sharePercent) => onChange({ sharePercent })} />
          </Field>
          <Field label={t('seed')}>
            <NumberInput value={draft.seed} onValue={(seed) => onChange({ seed })} />
          </Field>
        </div>
      ) : null}
    </>
  );
}
