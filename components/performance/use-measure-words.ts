'use client';
import { createFormat } from '@/components/ui/format';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import {
  CLASS_METRICS,
  type ClassMetric,
  NUMBER_METRICS,
  type NumberMetric,
  type Performance,
} from '@/lib/domain/performance/schema';

export type Metric = ClassMetric | NumberMetric;

export const metricsOf = (performance: Performance): readonly Metric[] =>
  performance.result?.kind === 'numbers' ? NUMBER_METRICS : CLASS_METRICS;

/** The unit of the label, empty for classes. */
export const unitOf = ({ result }: Performance): string => (result?.kind === 'numbers' ? result.unit : '');

/** How a measure is written: with the unit of the label, as a percentage, or with three decimals. */
export function useWriteMeasure(unit: string) {
  const format = useFormat();
  return (metric: Metric, value: number): string => {
    if (metric === 'mape') return format.percent(value);
    if (metric !== 'mae' && metric !== 'rmse' && metric !== 'bias') return format.score(value);
    const text = format.figures(value, 4);
    return unit ? format.withUnit(text, unit) : text;
  };
}

/** Days are UTC days wherever the reader is. */
export function useUtcDay(): (moment: string | number) => string {
  const { locale, now } = useFormat();
  return createFormat({ locale, timeZone: 'UTC', now }).day;
}

/** The window of the numbers: "27 Oct to 24 Nov (UTC days)", `short` without the zone, which the page has said once. */
export function useWindowText({ from, to }: Performance): { full: string; short: string } {
  const t = useTranslations('performance');
  const day = useUtcDay();
  const [first, last] = [day(from), day(Date.parse(to) - 1)];
  return first === last
    ? { full: t('oneDay', { day: first }), short: first }
    : { full: t('window', { from: first, to: last }), short: t('short', { from: first, to: last }) };
}
