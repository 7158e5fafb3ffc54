'use client';
import { Download } from 'lucide-react';
import { downloadText, writeCsv } from '@/components/charts/csv';
import { Button } from '@/components/ui/button';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { type Column, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Comparison } from '@/lib/domain/comparison/schema';
import { PriceForm } from './price-form';

type Line = Comparison['a'];

/** What each version computes for a thousand predictions, and what that costs. */
export function CostSection({
  project,
  model,
  comparison,
  mayPrice,
}: {
  project: string;
  model: string;
  comparison: Comparison;
  mayPrice: boolean;
}) {
  const t = useTranslations('comparison.cost');
  const format = useFormat();
  const { a, b, price, traffic } = comparison;
  const write = (value: number | null | undefined) =>
    value === null || value === undefined || !price ? '–' : format.withUnit(format.figures(value, 3), price.currency);
  const columns: Column<Line>[] = [
    { key: 'version', header: t('version'), cell: ({ version }) => t('versionOf', { number: version }) },
    {
      key: 'seconds',
      header: t('seconds'),
      align: 'right',
      cell: ({ computing }) => (computing ? format.withUnit(format.figures(computing.secondsPer1000, 3), 's') : '–'),
    },
    {
      key: 'n',
      header: t('n'),
      align: 'right',
      cell: ({ computing }) => (computing ? format.number(computing.rows) : '–'),
    },
    ...(price
      ? [
          {
            key: 'price',
            header: t('price'),
            align: 'right' as const,
            cell: ({ computing }: Line) => write(computing?.pricePer1000),
          },
          {
            key: 'month',
            header: t('month'),
            align: 'right' as const,
            cell: ({ computing }: Line) => write(computing?.pricePerMonth),
          },
        ]
      : []),
  ];
  const csv = () =>
    downloadText(
      `${model}-running-cost.csv`,
      writeCsv(
        [
          ...[
            'version',
            'predictions',
            'calls',
            'processor_seconds_per_1000',
            'price_per_1000',
            'price_per_30_days',
            'currency',
          ],
          ...['predictions_of_window', 'from', 'to'],
        ],
        [a, b].map(({ version, computing }) => [
          ...[version, computing?.rows ?? null, computing?.calls ?? null, computing?.secondsPer1000 ?? null],
          ...[computing?.pricePer1000 ?? null, computing?.pricePerMonth ?? null, price?.currency ?? null],
          ...[traffic?.rows ?? null, traffic?.from ?? null, traffic?.to ?? null],
        ]),
      ),
    );
  return (
    <Section label={t('title')}>
      <SectionHeading
        title={t('title')}
        hint={
          traffic
            ? t('hint', { rows: traffic.rows, from: format.day(traffic.from), to: format.day(traffic.to) })
            : undefined
        }
        actions={
          <Button size="sm" icon={<Download aria-hidden="true" />} onClick={csv}>
            CSV
          </Button>
        }
      />
      <Panel flush>
        <Table label={t('title')} rows={[a, b]} rowKey={({ version }) => String(version)} tight columns={columns} />
      </Panel>
      <p className="mt-2 max-w-measure text-xs text-ink-3">
        {price ? t('at', { price: format.withUnit(format.figures(price.perHour, 4), price.currency) }) : t('noPrice')}{' '}
        {price && traffic
          ? traffic.perMonth === null
            ? t('noMonth')
            : t('perMonth', { rows: format.figures(traffic.perMonth, 3) })
          : null}{' '}
        {t('note')}
      </p>
      {mayPrice ? <PriceForm key={JSON.stringify(price)} project={project} price={price} /> : null}
    </Section>
  );
}
