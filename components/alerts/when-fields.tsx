'use client';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import { Segmented } from '@/components/ui/segmented';
import { Select } from '@/components/ui/select';
import { useTranslations } from '@/components/ui/use-translations';
import { MEASURES } from '@/lib/domain/alerts/schema';
import { type FieldsProps, useFault } from './field-props';
import { CADENCES, WINDOWS, withBasis } from './rule-draft';
import { useAlertWords } from './use-alert-words';

const NO_DATA = ['nothing', 'warn', 'alert'] as const;

/** Limits, window, cadence and patience of a rule. */
export function WhenFields(props: FieldsProps) {
  const { draft, faults, onChange } = props;
  const t = useTranslations('alerts.form');
  const fault = useFault(faults);
  const words = useAlertWords();
  const { needsN, counts } = MEASURES[draft.measure];
  /** A length that was set by the API stays among the choices. */
  const lengths = (known: readonly number[], own: number) =>
    [...new Set([...known, own])]
      .sort((a, b) => a - b)
      .map((minutes) => ({ value: String(minutes), label: words.minutes(minutes) }));
  return (
    <>
      <LimitFields {...props} />
      <div className="grid grid-cols-2 gap-4">
        <Field label={t('window')} error={fault('window')}>
          <Select
            value={String(draft.windowMinutes)}
            options={lengths(WINDOWS, draft.windowMinutes)}
            onValue={(value) => onChange({ ...draft, windowMinutes: Number(value) }, 'window', 'cadence')}
          />
        </Field>
        <Field label={t('cadence')} error={fault('cadence')}>
          <Select
            value={String(draft.cadenceMinutes)}
            options={lengths(CADENCES, draft.cadenceMinutes)}
            onValue={(value) => onChange({ ...draft, cadenceMinutes: Number(value) }, 'cadence')}
          />
        </Field>
      </div>
      {needsN ? (
        <div className="grid gap-4 md:grid-cols-2">
          <Field label={t('noData')}>
            <Select
              value={draft.noData}
              options={NO_DATA.map((value) => ({ value, label: t(`noDataOf.${value}`) }))}
              onValue={(noData) => onChange({ ...draft, noData })}
            />
          </Field>
          <Field label={t('least')} error={fault('least')}>
            <NumberInput
              value={draft.leastN}
              unit={counts === null ? undefined : t(`units.${counts}`)}
              onValue={(leastN) => onChange({ ...draft, leastN }, 'least')}
            />
          </Field>
        </div>
      ) : null}
      <PatienceFields {...props} />
    </>
  );
}

function LimitFields({ draft, faults, onChange }: FieldsProps) {
  const t = useTranslations('alerts.form');
  const fault = useFault(faults);
  const isLearnt = draft.basis === 'learnt';
  const unit = isLearnt ? t('deviations') : t(`units.${MEASURES[draft.measure].unit}`);
  const sides = isLearnt ? (['above', 'below', 'outside'] as const) : (['above', 'below'] as const);
  return (
    <>
      <div className="flex flex-wrap gap-x-4 gap-y-3">
        <Segmented
          label={t('basis')}
          value={draft.basis}
          choices={(['fixed', 'learnt'] as const).map((value) => ({ value, label: t(value) }))}
          onValue={(basis) => onChange(withBasis(draft, basis), 'alert', 'warn', 'days', 'window')}
        />
        <Segmented
          label={t('comparison')}
          value={draft.comparison}
          choices={sides.map((value) => ({ value, label: t(value) }))}
          onValue={(comparison) => onChange({ ...draft, comparison }, 'warn')}
        />
      </div>
      {isLearnt ? <p className="text-xs text-ink-3">{t('learntHint')}</p> : null}
      <div className="grid grid-cols-2 gap-4">
        <Field label={t('alert')} error={fault('alert')} required>
          <NumberInput
            value={draft.alert}
            unit={unit}
            onValue={(alert) => onChange({ ...draft, alert }, 'alert', 'warn')}
          />
        </Field>
        <Field label={t('warn')} error={fault('warn')} optional>
          <NumberInput value={draft.warn} unit={unit} onValue={(warn) => onChange({ ...draft, warn }, 'warn')} />
        </Field>
        {isLearnt ? (
          <Field label={t('days')} error={fault('days')}>
            <NumberInput
              value={draft.days}
              unit={t('daysUnit')}
              onValue={(days) => onChange({ ...draft, days }, 'days')}
            />
          </Field>
        ) : null}
      </div>
    </>
  );
}

function PatienceFields({ draft, faults, onChange }: FieldsProps) {
  const t = useTranslations('alerts.form');
  const fault = useFault(faults);
  return (
    <div className="grid grid-cols-3 items-start gap-4 max-md:grid-cols-2">
      <Field label={t('opens')} error={fault('hysteresis')}>
        <NumberInput
          value={draft.openAfter}
          unit={t('checks')}
          onValue={(openAfter) => onChange({ ...draft, openAfter }, 'hysteresis')}
        />
      </Field>
      <Field label={t('of')}>
        <NumberInput
          value={draft.openOf}
          unit={t('checks')}
          onValue={(openOf) => onChange({ ...draft, openOf }, 'hysteresis')}
        />
      </Field>
      <Field label={t('closes')}>
        <NumberInput
          value={draft.closeAfter}
          unit={t('checksInARow')}
          onValue={(closeAfter) => onChange({ ...draft, closeAfter }, 'hysteresis')}
        />
      </Field>
    </div>
  );
}
