'use client';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { LiveFinding } from '@/lib/domain/promotion/schema';

const HOUR_MS = 3_600_000;

/** What a rule on live calls has found, in a sentence with its n. */
export function useFindingText(): (finding: LiveFinding) => string {
  const t = useTranslations('promotion.live');
  const format = useFormat();
  return (finding) => {
    if (finding.rule === 'staging') {
      const { wanted, calls, hours, errorPercent } = finding;
      const of = {
        time: format.duration(hours * HOUR_MS),
        wantedCalls: wanted.calls,
        wantedTime: format.duration(wanted.hours * HOUR_MS),
        most: format.percent(wanted.errorPercent / 100, { digits: 1 }),
      };
      return errorPercent === null
        ? t('noCalls', of)
        : t('staging', { ...of, calls, failed: format.percent(errorPercent / 100, { digits: 1 }) });
    }
    const { found, difference, measure, unit, n, days, errorRate } = finding;
    if (!difference || found === 'none') return t('noComparison');
    const write = (value: number) =>
      measure === 'mae' ? [format.figures(value, 3), unit].filter(Boolean).join(' ') : format.points(value, 2);
    const { value, low, high } = difference;
    return t('comparison', {
      verdict: t(`verdicts.${found}`),
      value: write(value),
      interval: low === null || high === null ? '' : t('interval', { low: write(low), high: write(high) }),
      n,
      days,
      rate: format.percent(errorRate, { digits: 1 }),
    });
  };
}
