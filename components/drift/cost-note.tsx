'use client';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { DriftCosts } from '@/lib/domain/performance/schema';
import { noonOf } from '@/lib/pure/calendar/noon-of';

/** What the expected changes rest on and do not say, or why there are none. */
export function CostNote({ costs }: { costs: DriftCosts }) {
  const t = useTranslations('drift.cost');
  const format = useFormat();
  const { state, measure, labelled, wantedDays, wantedRows } = costs;
  if (state === 'no-reference' || state === 'no-rows') return null;
  const all = Object.values(costs.columns);
  return (
    <p className="mt-3 max-w-[112ch] text-xs text-ink-3">
      {state === 'known' && labelled && measure
        ? `${t(`known.${measure}`, {
            n: Math.max(0, ...all.map(({ n }) => n)),
            effective: format.number(Math.max(0, ...all.map(({ effectiveRows }) => effectiveRows)), { digits: 0 }),
            days: labelled.days,
            when: labelled.takesWindow ? 'window' : 'before',
            from: format.day(noonOf(labelled.from)),
            to: format.day(noonOf(labelled.to)),
          })} ${t('how', { rows: wantedRows })}`
        : t(`none.${state === 'known' ? 'no-measure' : state}`, { days: labelled?.days ?? 0, wanted: wantedDays })}
    </p>
  );
}
