'use client';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Performance } from '@/lib/domain/performance/schema';
import { useBlockWords } from './use-block-words';
import { unitOf, useWindowText, useWriteMeasure } from './use-measure-words';

/** The finding as a person would say it, and under it what it stands on. */
export function PerformanceSentence({ performance }: { performance: Performance }) {
  const t = useTranslations('performance.sentence');
  const format = useFormat();
  const write = useWriteMeasure(unitOf(performance));
  const shownWindow = useWindowText(performance).full;
  const words = useBlockWords(performance);
  const { result, n, basis, effectiveRows, version } = performance;
  if (!result) return null;
  const isWeighted = Math.round(effectiveRows) !== n;
  const said = basis === 'chosen' ? 'Chosen' : isWeighted ? 'Weighted' : '';
  const ofNumber = (metric: 'mae' | 'rmse', value: number | null) => (value === null ? '–' : write(metric, value));
  return (
    <div className="mb-4">
      <p className="text-lg text-pretty">
        {result.kind === 'classes'
          ? t(`classes${said}`, {
              share: format.percent(result.measures.accuracy.value ?? 0),
              n,
              baseline: format.percent(result.measures.accuracy.baseline ?? 0),
              name: result.classes.find(({ label }) => label === result.mostFrequent)?.name ?? '–',
            })
          : t(`numbers${said}`, {
              mae: ofNumber('mae', result.measures.mae.value),
              n,
              baseline: ofNumber('mae', result.measures.mae.baseline),
              mean: result.mean === null ? '–' : write('mae', result.mean),
            })}
      </p>
      <p className="mt-1 text-xs text-ink-3">
        {t('facts', {
          version: version === null ? t('allVersions') : t('version', { number: version }),
          window: shownWindow,
          n,
          effective: words.effective,
          basis: performance.basisOfDays,
        })}
        {Math.round(effectiveRows) === n
          ? null
          : ` ${t('weighted', { rows: format.number(Math.round(effectiveRows)) })}`}
      </p>
    </div>
  );
}
