'use client';
import { CategoryCompare } from '@/components/charts/category-compare';
import { ChartCard } from '@/components/charts/chart-card';
import { HistogramCompare } from '@/components/charts/histogram-compare';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { ColumnFacts } from '@/lib/domain/datasets/schema';
import { drawnBins } from './drawn-bins';

/** The values of one column as bins or as the most frequent ones; the same as a table. */
export function ColumnShape({ facts, rows }: { facts: ColumnFacts; rows: number }) {
  const t = useTranslations('datasets.shape');
  const format = useFormat();
  const { name, type, shape } = facts;
  const share = (count: number) => (rows === 0 ? 0 : count / rows);
  if (shape.n === 0) return <p className="text-sm text-ink-2">{t('empty')}</p>;
  const columns = (first: string) => [
    { key: 'value', header: first },
    { key: 'rows', header: t('rows'), align: 'right' as const },
    { key: 'share', header: t('share'), align: 'right' as const },
  ];
  const written = (key: string, value: unknown) =>
    key === 'share' ? format.percent(Number(value)) : key === 'rows' ? format.number(Number(value)) : undefined;
  const card = { title: name, n: shape.n, framed: false, level: 3 as const, csvName: `${name}-values`, per: t('per') };
  if (shape.kind === 'category') {
    const values = shape.categories.map((value, i) => ({ value, rows: shape.counts[i] ?? 0 }));
    return (
      <ChartCard
        {...card}
        summary={t('categories', { name, n: format.number(facts.distinct) })}
        table={{
          columns: columns(t('value')),
          rows: values.map(({ value, rows: n }) => ({ value, rows: n, share: share(n) })),
          shown: written,
        }}
      >
        <CategoryCompare
          label={t('categories', { name, n: format.number(facts.distinct) })}
          heading={t('value')}
          coloured={false}
          top={12}
          categories={values.map(({ value, rows: n }) => ({ name: value, now: share(n) }))}
        />
      </ChartCard>
    );
  }
  const bins = drawnBins(shape);
  const edge = (value: number | undefined) =>
    value === undefined ? '' : type === 'time' ? format.day(value) : format.number(value);
  const isTime = type === 'time';
  return (
    <ChartCard
      {...card}
      {...(isTime ? { unit: t('days') } : {})}
      summary={t('bins', { name, n: format.number(shape.n) })}
      table={{
        columns: columns(t('bin')),
        rows: bins.counts.map((n, i) => ({
          value: format.between(edge(bins.edges[i]), edge(bins.edges[i + 1])),
          rows: n,
          share: share(n),
        })),
        shown: written,
      }}
    >
      <HistogramCompare
        reference={null}
        now={isTime ? asDays(bins) : bins}
        nowLabel={t('thisVersion')}
        {...(isTime ? { unit: t('days') } : {})}
      />
    </ChartCard>
  );
}

/** Moments on an axis of days since the first one, which reads better than milliseconds. */
function asDays({ edges, counts, median }: ReturnType<typeof drawnBins>) {
  const first = edges[0] ?? 0;
  const day = (ms: number) => (ms - first) / 86_400_000;
  return { edges: edges.map(day), counts, ...(median === undefined ? {} : { median: day(median) }) };
}
