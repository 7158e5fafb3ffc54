'use client';
import { CategoryCompare } from '@/components/charts/category-compare';
import { ChartCard, ChartEmpty, type ChartTable } from '@/components/charts/chart-card';
import { HistogramCompare } from '@/components/charts/histogram-compare';
import { StackChart } from '@/components/charts/stack-chart';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { TrafficChartProps } from './chart-props';
import {
  type ClassOutcomes,
  classLayers,
  classSlot,
  type NumberOutcomes,
  outcomeRows,
  valueHistogram,
} from './prepare-traffic';
import { useChartFacts } from './use-traffic-words';

/** What was answered, over time for classes and as a histogram for numbers; nothing for models that answer neither. */
export function OutcomesOverTime(props: TrafficChartProps) {
  const { outcomes } = props.traffic;
  if (outcomes === null) return null;
  return outcomes.kind === 'numbers' ? (
    <ValueChart {...props} outcomes={outcomes} />
  ) : (
    <ClassesOverTime {...props} outcomes={outcomes} />
  );
}

/** What was answered in the whole window. */
export function OutcomesNow(props: TrafficChartProps) {
  const { outcomes } = props.traffic;
  if (outcomes === null) return null;
  return outcomes.kind === 'numbers' ? (
    <ValueChart {...props} outcomes={outcomes} />
  ) : (
    <ClassesNow {...props} outcomes={outcomes} />
  );
}

function ClassesNow({
  model,
  range,
  traffic,
  outcomes,
  view,
  onView,
}: TrafficChartProps & { outcomes: ClassOutcomes }) {
  const t = useTranslations('monitoring.charts');
  const format = useFormat();
  const facts = useChartFacts(traffic, range);
  const n = outcomeRows(outcomes);
  const shareOf = (rows: number) => (n === 0 ? 0 : rows / n);
  const largest = outcomes.classes.toSorted((a, b) => b.rows - a.rows)[0];
  return (
    <ChartCard
      title={t('classes.title')}
      n={n}
      window={facts.window}
      summary={
        n === 0 || !largest
          ? t('classes.none', { window: facts.window })
          : t('classes.summary', {
              name: largest.name,
              share: format.percent(shareOf(largest.rows)),
              n: format.number(n),
            })
      }
      csvName={`${model}-classes`}
      {...(view && onView ? { view, onView } : {})}
      table={{
        columns: [
          { key: 'name', header: t('classes.class') },
          { key: 'rows', header: t('calls.rows'), align: 'right' },
          { key: 'share', header: t('classes.share'), align: 'right' },
        ],
        rows: outcomes.classes.map(({ name, rows }) => ({ name, rows, share: shareOf(rows) })),
        shown: (key, value) =>
          typeof value !== 'number' ? value : key === 'share' ? format.percent(value) : format.number(value),
      }}
    >
      {n === 0 ? (
        <ChartEmpty height={180} />
      ) : (
        <CategoryCompare
          label={t('classes.title')}
          categories={outcomes.classes.map(({ name, rows }, index) => ({
            name,
            slot: classSlot(index),
            now: shareOf(rows),
          }))}
        />
      )}
    </ChartCard>
  );
}

function ClassesOverTime({
  model,
  range,
  traffic,
  outcomes,
  height,
  syncId,
  view,
  onView,
}: TrafficChartProps & { outcomes: ClassOutcomes }) {
  const t = useTranslations('monitoring.charts');
  const format = useFormat();
  const facts = useChartFacts(traffic, range);
  const n = outcomeRows(outcomes);
  const layers = classLayers(outcomes, traffic) ?? [];
  const table: ChartTable = {
    columns: [
      { key: 'at', header: t('from') },
      ...outcomes.classes.map(({ name }, index) => ({ key: `c${index}`, header: name, align: 'right' as const })),
    ],
    rows: outcomes.buckets.map(({ at, rows }) => ({
      at,
      ...Object.fromEntries(outcomes.classes.map((_, index) => [`c${index}`, rows[index] ?? 0])),
    })),
    shown: (key, value) =>
      key === 'at' ? format.dayTime(String(value)) : typeof value === 'number' ? format.number(value) : value,
  };
  const total = layers[0]?.points.length ?? 0;
  return (
    <ChartCard
      title={t('classesOverTime.title')}
      per={facts.bucket}
      n={n}
      window={facts.window}
      summary={t('classesOverTime.summary', { n: format.number(n), buckets: format.number(total) })}
      csvName={`${model}-classes-over-time`}
      {...(view && onView ? { view, onView } : {})}
      table={table}
    >
      <StackChart layers={layers} share {...(height ? { height } : {})} {...(syncId ? { syncId } : {})} />
    </ChartCard>
  );
}

function ValueChart({
  model,
  range,
  traffic,
  outcomes,
  height,
  view,
  onView,
}: TrafficChartProps & { outcomes: NumberOutcomes }) {
  const t = useTranslations('monitoring.charts');
  const format = useFormat();
  const facts = useChartFacts(traffic, range);
  const n = outcomeRows(outcomes);
  const { unit } = outcomes;
  const low = outcomes.bins[0]?.low ?? 0;
  const high = outcomes.bins.at(-1)?.high ?? 0;
  const withUnit = (value: number) => {
    const text = format.figures(value, 3);
    return unit ? format.withUnit(text, unit) : text;
  };
  return (
    <ChartCard
      title={t('values.title')}
      {...(unit ? { unit } : {})}
      n={n}
      window={facts.window}
      summary={t('values.summary', { n: format.number(n), low: withUnit(low), high: withUnit(high) })}
      csvName={`${model}-values`}
      {...(view && onView ? { view, onView } : {})}
      note={t('values.note')}
      table={{
        columns: [
          { key: 'low', header: t('values.low'), align: 'right' },
          { key: 'high', header: t('values.high'), align: 'right' },
          { key: 'rows', header: t('calls.rows'), align: 'right' },
        ],
        rows: outcomes.bins.map((bin) => ({ ...bin })),
        shown: (key, value) =>
          typeof value !== 'number' ? value : key === 'rows' ? format.number(value) : format.figures(value, 4),
      }}
    >
      <HistogramCompare
        reference={null}
        now={valueHistogram(outcomes.bins)}
        {...(unit ? { unit } : {})}
        nowLabel={t('values.answered')}
        {...(height ? { height } : {})}
      />
    </ChartCard>
  );
}
