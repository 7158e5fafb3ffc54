'use client';
import { Download } from 'lucide-react';
import { downloadText, writeCsv } from '@/components/charts/csv';
import { Button } from '@/components/ui/button';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { type Column, Dash, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { Agreement } from '@/lib/domain/review/schema';
import { useWindow } from './use-window';

type Pair = Agreement['pairs'][number];

/** How far each two reviewers agree on the rows that both reviewed. */
export function PairsTable({ found, name }: { found: Agreement; name: string }) {
  const t = useTranslations('review.people');
  const format = useFormat();
  const shown = useWindow(found);
  const columns: Column<Pair>[] = [
    { key: 'pair', header: t('pair'), cell: ({ first, second }) => t('two', { first, second }) },
    { key: 'n', header: t('both'), align: 'right', cell: ({ n }) => format.number(n) },
    { key: 'agreeing', header: t('agreeing'), align: 'right', cell: ({ agreeing, n }) => format.percent(agreeing / n) },
    { key: 'kappa', header: t('kappa'), align: 'right', cell: ({ kappa }) => <Kappa kappa={kappa} /> },
  ];
  const csv = () =>
    downloadText(
      `${name}-pairs.csv`,
      writeCsv(
        ['first', 'second', 'rows_of_both', 'agreeing', 'kappa', 'kappa_low', 'kappa_high', 'entities'],
        found.pairs.map(({ first, second, n, agreeing, kappa }) => [
          ...[first, second, n, agreeing],
          ...[kappa?.value ?? null, kappa?.low ?? null, kappa?.high ?? null, kappa?.entities ?? null],
        ]),
      ),
    );
  return (
    <Section label={t('pairs')}>
      <SectionHeading
        title={t('pairs')}
        hint={shown}
        actions={
          <Button size="sm" icon={<Download aria-hidden="true" />} onClick={csv}>
            CSV
          </Button>
        }
      />
      <Panel flush>
        <Table
          label={t('pairs')}
          columns={columns}
          rows={found.pairs}
          rowKey={({ first, second }) => `${first}/${second}`}
        />
      </Panel>
    </Section>
  );
}

/** The value with its interval, or why one of them is not there. */
function Kappa({ kappa }: { kappa: Pair['kappa'] }) {
  const t = useTranslations('review.people');
  const format = useFormat();
  if (!kappa) return <Dash />;
  const { value, low, high, reason, entities } = kappa;
  if (value === null) return <span className="text-xs text-ink-3">{reason && t(`reasons.${reason}`)}</span>;
  const write = (number: number) => format.number(number, { digits: 2 });
  const interval =
    low === null || high === null ? t('noInterval') : t('interval', { low: write(low), high: write(high) });
  return (
    <>
      {write(value)}{' '}
      <span className="text-xs text-ink-3">
        {interval}, {t('ofEntities', { n: entities })}
      </span>
    </>
  );
}
