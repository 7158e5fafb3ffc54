'use client';
import { EmptyState } from '@/components/ui/empty-state';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { State, type StateKind } from '@/components/ui/state';
import { type Column, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { FEW_BLOCKS, LEAST_SLICE_ROWS, type SliceFacts, type Slices } from '@/lib/domain/performance/schema';
import { EstimateCell } from './estimate-cell';
import { useBlockWords } from './use-block-words';
import { useWriteMeasure } from './use-measure-words';
import { useSliceWords } from './use-slice-words';

type WeakSlice = Slices['weakest']['slices'][number];

const LOOKS: Record<WeakSlice['verdict'], StateKind> = {
  held: 'bad',
  open: 'unsure',
  'not-held': 'ok',
  'too-few': 'off',
};

/** The slices that one half of the days calls weak, and what the other half says of them. */
export function WeakestTable({ slices, window }: { slices: Slices; window: string }) {
  const t = useTranslations('performance.slices.weakest');
  const words = useSliceWords();
  const format = useFormat();
  const blocks = useBlockWords(slices);
  const measure = useWriteMeasure(slices.unit);
  const metric = slices.metric ?? 'accuracy';
  const write = (value: number) => measure(metric, value);
  const { halves, looked, slices: weak } = slices.weakest;
  const sizeOf = ({ days, groups }: { days: number; groups: number | null }) => groups ?? days;
  const isFew = sizeOf(halves.found) < FEW_BLOCKS || sizeOf(halves.reported) < FEW_BLOCKS;
  const rows = ({ n, days, groups }: SliceFacts) =>
    groups === null ? t('of', { n: format.number(n), days }) : t('ofGroups', { n: format.number(n), days, groups });
  const columns: Column<WeakSlice>[] = [
    {
      key: 'slice',
      header: t('slice'),
      cell: ({ column, name }) => {
        const of = slices.columns.find(({ id }) => id === column);
        return (
          <span className="block py-1.5">
            <span className="block font-semibold [overflow-wrap:anywhere]">{words.slice(name)}</span>
            <span className="block text-xs text-ink-3">{of ? words.column(of) : ''}</span>
          </span>
        );
      },
    },
    {
      key: 'found',
      header: t('found'),
      align: 'right',
      cell: ({ found }) => <EstimateCell estimate={found.difference} write={write} by={blocks.exception} />,
    },
    { key: 'foundRows', header: t('foundRows'), align: 'right', cell: ({ found }) => rows(found) },
    {
      key: 'mean',
      header: t(`mean.${metric}`),
      align: 'right',
      cell: ({ reported }) => <EstimateCell estimate={reported.mean} write={write} by={blocks.exception} />,
    },
    {
      key: 'reported',
      header: t('reported'),
      align: 'right',
      cell: ({ reported }) => <EstimateCell estimate={reported.difference} write={write} by={blocks.exception} />,
    },
    { key: 'reportedRows', header: t('reportedRows'), align: 'right', cell: ({ reported }) => rows(reported) },
    {
      key: 'verdict',
      header: t('verdict'),
      cell: ({ verdict }) => <State kind={LOOKS[verdict]}>{t(`verdicts.${verdict}`)}</State>,
    },
  ];
  return (
    <Section label={t('title')}>
      <SectionHeading
        title={t('title')}
        hint={t(blocks.column === null ? 'hint' : 'hintGroups', {
          window,
          column: blocks.column ?? '',
          found: sizeOf(halves.found),
          foundRows: format.number(halves.found.n),
          reported: sizeOf(halves.reported),
          reportedRows: format.number(halves.reported.n),
        })}
      />
      <Panel flush>
        {weak.length > 0 ? (
          <Table
            label={t('title')}
            columns={columns}
            rows={weak}
            rowKey={({ column, name }) => `${column} ${JSON.stringify(name)}`}
            tight
          />
        ) : isFew ? (
          <EmptyState title={t('few.title')}>
            {t('few.body', { least: FEW_BLOCKS, found: sizeOf(halves.found), reported: sizeOf(halves.reported) })}
          </EmptyState>
        ) : (
          <EmptyState title={t('none.title', { looked })}>
            {t('none.body', { rows: LEAST_SLICE_ROWS, blocks: FEW_BLOCKS })}
          </EmptyState>
        )}
      </Panel>
      <p className="mt-3 max-w-[112ch] text-xs text-ink-3">
        {t('meaning')} {blocks.column === null ? t('splitDays') : t('splitEntities', { column: blocks.column })}{' '}
        {weak.length > 0 ? t('looked', { looked, rows: LEAST_SLICE_ROWS, blocks: FEW_BLOCKS }) : null}
      </p>
    </Section>
  );
}
