'use client';
import { ChartCard } from '@/components/charts/chart-card';
import { HeatStrip } from '@/components/charts/heat-strip';
import { Section } from '@/components/ui/panel';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { DatasetProfile } from '@/lib/domain/datasets/schema';

/** How numbers move together; a minus sign and another colour where one falls as the other rises. */
export function CorrelationsSection({ profile: { correlations } }: { profile: DatasetProfile }) {
  const t = useTranslations('datasets.correlations');
  const format = useFormat();
  const { columns, values, rows } = correlations;
  if (columns.length < 2) return null;
  const pairs = columns.flatMap((a, i) => columns.slice(0, i).map((b, k) => ({ a, b, r: values[i]?.[k] ?? null })));
  const write = (value: number) => format.number(value, { digits: 2 });
  const at = (row: number, column: number) => values[row]?.[column] ?? null;
  return (
    <Section label={t('title')}>
      <ChartCard
        title={t('title')}
        per={t('per')}
        n={rows}
        summary={t('summary', { n: columns.length, rows: format.number(rows) })}
        csvName="correlations"
        table={{
          columns: [
            { key: 'a', header: t('column') },
            { key: 'b', header: t('with') },
            { key: 'r', header: 'r', align: 'right' },
          ],
          rows: pairs.toSorted((x, y) => Math.abs(y.r ?? 0) - Math.abs(x.r ?? 0)),
          shown: (key, value) => (key === 'r' && typeof value === 'number' ? write(value) : undefined),
        }}
        note={t('note')}
      >
        <HeatStrip
          label={t('title')}
          columns={columns}
          rows={columns}
          values={values}
          write={write}
          most={1}
          toneOf={(row, column) => ((at(row, column) ?? 0) < 0 ? 'bad' : 'now')}
          cellTitle={(row, column) =>
            t('cell', { a: columns[row] ?? '', b: columns[column] ?? '', r: write(at(row, column) ?? 0) })
          }
        />
      </ChartCard>
    </Section>
  );
}
