'use client';
import { NumberInput } from '@/components/ui/number-input';
import { Segmented } from '@/components/ui/segmented';
import { State } from '@/components/ui/state';
import type { TextKey } from '@/components/ui/texts';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { type GateRule, hasThreshold, SEVERITIES } from '@/lib/domain/validation/schema';

/** One rule: what it means where its check does not hold, and its threshold where it has one. */
export function GateRuleLine({ rule, onChange }: { rule: GateRule; onChange: ((rule: GateRule) => void) | null }) {
  const t = useTranslations('validation.gate');
  const words = useTranslations('validation.checks');
  const format = useFormat();
  const name = words(`names.${rule.check}`);
  const isNumber = hasThreshold(rule.check);
  // A check that takes a threshold has its words; a test of the messages says so.
  const limit = isNumber ? words(`limits.${rule.check}` as TextKey<'validation.checks'>) : null;
  return (
    <li className="flex flex-wrap items-center gap-x-6 gap-y-2 px-5 py-3 max-md:px-4">
      <div className="min-w-56 flex-1">
        <p className="font-semibold">{name}</p>
        {limit === null ? null : <p className="text-xs text-ink-3">{limit}</p>}
      </div>
      {isNumber ? (
        <div className="w-36">
          {onChange ? (
            <NumberInput
              aria-label={t('thresholdOf', { check: name })}
              value={rule.threshold}
              onValue={(threshold) => onChange({ ...rule, threshold })}
            />
          ) : (
            <span className="text-md">{rule.threshold === null ? t('none') : format.figures(rule.threshold, 4)}</span>
          )}
        </div>
      ) : null}
      {onChange ? (
        <Segmented
          label={t('severityOf', { check: name })}
          choices={SEVERITIES.map((value) => ({ value, label: t(`severities.${value}`) }))}
          value={rule.severity}
          onValue={(severity) => onChange({ ...rule, severity })}
        />
      ) : (
        <State kind={rule.severity === 'fail' ? 'bad' : 'warn'}>{t(`severities.${rule.severity}`)}</State>
      )}
    </li>
  );
}
