'use client';
import { useTranslations } from '@/components/ui/use-translations';
import type { EstimatedPerformance } from '@/lib/domain/performance/schema';
import { useWriteMeasure } from './use-measure-words';

/** Measures that were tried on the learning days and did not beat their mean there: said, and not shown. */
export function UntoldEstimates({ measures, unit }: Pick<EstimatedPerformance, 'measures' | 'unit'>) {
  const t = useTranslations('performance.estimated');
  const names = useTranslations('performance.measures');
  const write = useWriteMeasure(unit);
  return measures.map(({ metric, trial }) => {
    const name = names(`names.${metric}`);
    return (
      <p key={metric} className="text-pretty text-sm">
        {!trial || trial.estimate === null || trial.constant === null
          ? t('untried', { name })
          : t('lost', {
              name,
              days: trial.days,
              estimate: write(metric, trial.estimate),
              constant: write(metric, trial.constant),
            })}
      </p>
    );
  });
}
