'use client';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { DriftFeature } from '@/lib/domain/drift/schema';
import type { DriftCosts } from '@/lib/domain/performance/schema';
import { costOf, withoutCost } from './prepare-cost';
import { useCostWords } from './use-cost-words';

/** What the measure is expected to change by because of one column, with what that rests on, or why it is not known. */
export function FeatureCost({ feature, costs }: { feature: DriftFeature; costs: DriftCosts }) {
  const t = useTranslations('drift.cost');
  const format = useFormat();
  const words = useCostWords(costs);
  const cost = costOf(costs, feature);
  return (
    <section>
      <h3 className="mb-2 font-semibold">{t(`title.${costs.measure ?? 'accuracy'}`)}</h3>
      <p className="text-sm text-pretty">
        {cost
          ? t('told', {
              change: words.change(cost.change),
              interval: words.interval(cost),
              n: cost.n,
              effective: format.number(cost.effectiveRows, { digits: 0 }),
              days: cost.days,
              when: costs.labelled?.takesWindow ? 'window' : 'before',
            })
          : t(`without.${withoutCost(costs, feature)}`, { rows: costs.wantedRows, days: costs.wantedDays })}{' '}
        {cost && cost.onMean > 0 ? t('onMean', { share: format.percent(cost.onMean), rows: costs.wantedRows }) : null}
      </p>
    </section>
  );
}
