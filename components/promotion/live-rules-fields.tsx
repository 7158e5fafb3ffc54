'use client';
import { Field } from '@/components/ui/field';
import { NumberInput } from '@/components/ui/number-input';
import { Select } from '@/components/ui/select';
import { Switch } from '@/components/ui/switch';
import { useTranslations } from '@/components/ui/use-translations';
import type { RulesDraft, rulesFaultsOf } from './rules-draft';

const SHOWN = ['calls', 'hours', 'errorPercent'] as const;

/** What a version must have shown on live calls before it is promoted: in staging, and beside the champion. */
export function LiveRulesFields({
  draft,
  faults,
  onChange,
}: {
  draft: RulesDraft;
  /** Null until somebody has tried to save. */
  faults: ReturnType<typeof rulesFaultsOf> | null;
  onChange: (part: Partial<RulesDraft>) => void;
}) {
  const t = useTranslations('promotion.rules');
  return (
    <>
      <fieldset className="flex flex-col gap-3">
        <legend className="mb-1.5 text-sm font-medium">{t('staging')}</legend>
        <Switch
          label={t('stagingOn')}
          hint={t('stagingHint')}
          checked={draft.needsStaging}
          onChecked={(needsStaging) => onChange({ needsStaging })}
        />
        {draft.needsStaging ? (
          <div className="grid gap-4 sm:grid-cols-3">
            {SHOWN.map((name) => (
              <Field
                key={name}
                label={t(`stagingFields.${name}`)}
                error={faults?.staging.some((fault) => fault === name) ? t(`stagingWrong.${name}`) : undefined}
              >
                <NumberInput
                  value={draft.staging[name]}
                  unit={name === 'calls' ? t('calls') : name === 'hours' ? 'h' : '%'}
                  onValue={(value) => onChange({ staging: { ...draft.staging, [name]: value } })}
                />
              </Field>
            ))}
          </div>
        ) : null}
      </fieldset>
      <fieldset className="flex flex-col gap-3">
        <legend className="mb-1.5 text-sm font-medium">{t('comparison')}</legend>
        <p className="text-xs text-ink-3">{t('comparisonHint')}</p>
        <div className="grid gap-4 sm:grid-cols-3">
          <Field label={t('comparisonWant')}>
            <Select
              value={draft.comparison}
              options={(['none', 'better', 'not-worse'] as const).map((value) => ({
                value,
                label: t(`comparisonWants.${value}`),
              }))}
              onValue={(comparison) => onChange({ comparison })}
            />
          </Field>
          {draft.comparison === 'not-worse' ? (
            <Field label={t('loss')} hint={t('lossHint')} error={faults?.points ? t('lossWrong') : undefined}>
              <NumberInput value={draft.points} unit={t('points')} onValue={(points) => onChange({ points })} />
            </Field>
          ) : null}
          {draft.comparison === 'none' ? null : (
            <Field label={t('comparisonOpen')}>
              <Select
                value={draft.open}
                options={(['fail', 'warn'] as const).map((value) => ({ value, label: t(`comparisonOpens.${value}`) }))}
                onValue={(open) => onChange({ open })}
              />
            </Field>
          )}
        </div>
      </fieldset>
    </>
  );
}
