'use client';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { useTranslations } from '@/components/ui/use-translations';
import { MEASURE_NAMES, MEASURES, type MeasureName } from '@/lib/domain/alerts/schema';
import type { ModelChoice } from './field-props';
import { type FieldsProps, useFault } from './field-props';
import { alertQueries } from './queries';
import { withMeasure } from './rule-draft';

/** Name, model, version and measure of a rule. */
export function WatchFields({
  project,
  models,
  isNew,
  draft,
  faults,
  onChange,
}: FieldsProps & { project: string; models: readonly ModelChoice[]; isNew: boolean }) {
  const t = useTranslations('alerts.form');
  const words = useTranslations('alerts.words');
  const fault = useFault(faults);
  const model = models.find(({ id }) => id === draft.model);
  const { of, needsColumn } = MEASURES[draft.measure];
  const hintOf = (measure: MeasureName) =>
    measure === 'label-delay' || measure === 'runner-crashes' ? t(`measureHints.${measure}`) : undefined;
  const versions = [
    { value: 'champion', label: t('champion') },
    { value: 'all', label: t('all') },
    ...[...(model?.versions ?? [])]
      .reverse()
      .map((number) => ({ value: String(number), label: t('numbered', { number }) })),
  ].filter(({ value }) => (of === 'any' ? true : of === 'all' ? value === 'all' : value !== 'all'));
  return (
    <>
      <Field label={t('name')} hint={t('nameHint')} error={fault('name')} required>
        <Input
          autoComplete="off"
          maxLength={80}
          value={draft.name}
          onChange={(event) => onChange({ ...draft, name: event.target.value }, 'name')}
        />
      </Field>
      <div className="grid gap-4 md:grid-cols-2">
        <Field label={t('model')} error={fault('model')}>
          {isNew ? (
            <Select
              value={draft.model || null}
              options={models.map(({ id, name }) => ({ value: id, label: name }))}
              onValue={(id) => onChange({ ...draft, model: id, version: of === 'all' ? 'all' : 'champion' }, 'model')}
            />
          ) : (
            <Input readOnly value={model?.name ?? ''} />
          )}
        </Field>
        <Field label={t('version')}>
          <Select value={draft.version} options={versions} onValue={(version) => onChange({ ...draft, version })} />
        </Field>
      </div>
      <Field label={t('measure')} hint={hintOf(draft.measure)}>
        <Select
          value={draft.measure}
          options={MEASURE_NAMES.map((measure) => ({ value: measure, label: words(`measure.${measure}`) }))}
          onValue={(measure) => onChange(withMeasure(draft, measure), 'alert', 'warn', 'column')}
        />
      </Field>
      {needsColumn ? (
        <ColumnField project={project} model={model} draft={draft} faults={faults} onChange={onChange} />
      ) : null}
    </>
  );
}

function ColumnField({
  project,
  model,
  draft,
  faults,
  onChange,
}: FieldsProps & { project: string; model: ModelChoice | undefined }) {
  const t = useTranslations('alerts.form');
  const fault = useFault(faults);
  const list = useId();
  const number = /^\d+$/.test(draft.version) ? Number(draft.version) : (model?.champion ?? model?.versions.at(-1));
  const { data } = useQuery({
    ...alertQueries.columns(project, model?.id ?? '', number ?? 0),
    enabled: model !== undefined && number !== undefined,
  });
  return (
    <Field label={t('column')} hint={t('columnHint')} error={fault('column')} required>
      <Input
        autoComplete="off"
        list={list}
        value={draft.column}
        onChange={(event) => onChange({ ...draft, column: event.target.value }, 'column')}
      />
      <datalist id={list}>
        {(data ?? []).map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </Field>
  );
}
