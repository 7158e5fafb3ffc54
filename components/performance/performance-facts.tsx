'use client';
import { StatRow } from '@/components/ui/stat';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Measure, Performance } from '@/lib/domain/performance/schema';
import { type Metric, unitOf, useWindowText, useWriteMeasure } from './use-measure-words';

const HOUR_MS = 3_600_000;
/** A measure of fewer rows is written in grey. */
const FEW_ROWS = 30;

/** The two measures that matter most, how many rows have a label, and how long labels take. */
export function PerformanceFacts({ performance }: { performance: Performance }) {
  const t = useTranslations('performance.facts');
  const names = useTranslations('performance.measures');
  const format = useFormat();
  const shownWindow = useWindowText(performance).short;
  const write = useWriteMeasure(unitOf(performance));
  const { result, labels, n } = performance;
  if (!result) return null;
  const { answeredRows, labelledRows, delayHours } = labels;
  const rows = format.number(n);
  const stat = (metric: Metric, measure: Measure) => {
    const { value, low, high, baseline } = measure;
    return {
      key: metric,
      label: t('measure', { name: names(`names.${metric}`), window: shownWindow }),
      value: value === null ? '–' : write(metric, value),
      detail:
        low !== null && high !== null
          ? t('withInterval', { interval: format.between(write(metric, low), write(metric, high)), n: rows })
          : baseline === null
            ? t('rows', { n: rows })
            : t('withBaseline', { baseline: write(metric, baseline), n: rows }),
      tone: value === null || n < FEW_ROWS ? ('quiet' as const) : undefined,
    };
  };
  const delay = (hours: number | null) =>
    hours === null
      ? '–'
      : hours < 1
        ? format.duration(hours * HOUR_MS)
        : format.withUnit(format.number(hours, { digits: 1 }), t('hours'));
  return (
    <StatRow
      stats={[
        ...(result.kind === 'classes'
          ? [stat('accuracy', result.measures.accuracy), stat('balancedAccuracy', result.measures.balancedAccuracy)]
          : [stat('mae', result.measures.mae), stat('r2', result.measures.r2)]),
        {
          key: 'coverage',
          label: t('coverage', { window: shownWindow }),
          value: answeredRows === 0 ? '–' : format.percent(Math.min(1, labelledRows / answeredRows)),
          detail: t('coverageOf', { labelled: format.number(labelledRows), answered: answeredRows }),
          tone: answeredRows === 0 ? 'quiet' : undefined,
        },
        {
          key: 'delay',
          label: t('delay', { window: shownWindow }),
          value: delay(delayHours.p50),
          detail: t('delayDetail', { p90: delay(delayHours.p90), n: rows }),
          tone: delayHours.p50 === null ? 'quiet' : undefined,
        },
      ]}
    />
  );
}
