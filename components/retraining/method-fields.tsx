'use client';
import { Field } from '@/components/ui/field';
import { Segmented } from '@/components/ui/segmented';
import { Select } from '@/components/ui/select';
import { Switch } from '@/components/ui/switch';
import { useTranslations } from '@/components/ui/use-translations';
import { OutsideFields } from './outside-fields';
import { algorithmsOf, isDraftOutside, type RecipeFieldsProps } from './recipe-draft';
import { type NumberField, RecipeNumber } from './recipe-number';

const SPLITS = ['time', 'group', 'random'] as const;

/** What is predicted, by which algorithm with which settings, and how that is judged beforehand. */
export function MethodFields({ draft, faults, onChange }: RecipeFieldsProps) {
  const t = useTranslations('retraining.recipe');
  const number = (field: NumberField, more: { optional?: boolean; unit?: string } = {}) => (
    <RecipeNumber field={field} draft={draft} isFaulty={faults.includes(field)} onChange={onChange} {...more} />
  );
  return (
    <>
      <Segmented
        label={t('task')}
        value={draft.task}
        choices={(['classification', 'regression'] as const).map((value) => ({ value, label: t(`tasks.${value}`) }))}
        onValue={(task) =>
          onChange({
            task,
            algorithm: algorithmsOf(task).includes(draft.algorithm) ? draft.algorithm : 'gradient-boosting',
          })
        }
      />
      <Field label={t('algorithm')}>
        <Select
          value={draft.algorithm}
          options={algorithmsOf(draft.task).map((value) => ({
            value,
            label: t(`algorithms.${value}`),
            hint: t(`algorithmHint.${value}`),
          }))}
          onValue={(algorithm) => onChange({ algorithm })}
        />
      </Field>
      {isDraftOutside(draft) ? (
        <OutsideFields draft={draft} faults={faults} onChange={onChange} />
      ) : draft.algorithm === 'gradient-boosting' ? (
        <>
          <div className="grid grid-cols-2 gap-4">
            {number('rounds')}
            {number('learningRate')}
            {number('leaves')}
            {number('minRowsInLeaf')}
            {number('l2', { optional: true })}
          </div>
          <Switch
            label={t('stopsEarly')}
            hint={t('stopsEarlyHint')}
            checked={draft.stopsEarly}
            onChecked={(stopsEarly) => onChange({ stopsEarly })}
          />
          {draft.stopsEarly ? (
            <div className="grid grid-cols-2 gap-4">
              {number('stopRounds')}
              {number('stopPercent', { unit: '%' })}
            </div>
          ) : null}
        </>
      ) : (
        <div className="grid grid-cols-2 items-start gap-4">
          {number('l2', { optional: true })}
          <Field label={t('fields.impute')}>
            <Select
              value={draft.impute}
              options={(['mean', 'median'] as const).map((value) => ({ value, label: t(`setting.impute.${value}`) }))}
              onValue={(impute) => onChange({ impute })}
            />
          </Field>
        </div>
      )}
      <div className="grid grid-cols-2 gap-4">
        {isDraftOutside(draft) ? null : (
          <>
            {number('folds')}
            <Field label={t('splitBy')} hint={t('splitHint')}>
              <Select
                value={draft.splitBy ?? ''}
                options={[
                  { value: '', label: t('split.usual') },
                  ...SPLITS.map((value) => ({ value, label: t(`split.${value}`) })),
                ]}
                onValue={(value) => onChange({ splitBy: SPLITS.find((split) => split === value) ?? null })}
              />
            </Field>
          </>
        )}
        {number('maxMinutes', { unit: 'min' })}
        {number('seed')}
      </div>
    </>
  );
}
