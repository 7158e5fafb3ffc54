'use client';
import { Dash } from '@/components/ui/table';
import { useTranslations } from '@/components/ui/use-translations';
import type { DriftFeature } from '@/lib/domain/drift/schema';
import type { DriftCosts } from '@/lib/domain/performance/schema';
import { costOf } from './prepare-cost';
import { useCostWords } from './use-cost-words';

/** What the measure is expected to change by because of one column; bold where the interval lies on the bad side of 0. */
export function CostCell({ feature, costs }: { feature: DriftFeature; costs: DriftCosts }) {
  const t = useTranslations('drift.cost');
  const words = useCostWords(costs);
  const cost = costOf(costs, feature);
  if (!cost) return <Dash />;
  const isWorse = costs.measure === 'accuracy' ? cost.high < 0 : cost.low > 0;
  return (
    <span className="whitespace-nowrap">
      <span className={isWorse ? 'font-semibold' : undefined}>{words.change(cost.change)}</span>
      <span className="block text-xs text-ink-3">{t('interval', { interval: words.interval(cost) })}</span>
    </span>
  );
}
