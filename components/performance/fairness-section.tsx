'use client';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { type Column, Dash, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { type FairnessRate, FEW_BLOCKS, LEAST_SLICE_ROWS, type Slices } from '@/lib/domain/performance/schema';
import { EstimateCell } from './estimate-cell';
import { useBlockWords } from './use-block-words';
import { useWriteMeasure } from './use-measure-words';
import { useSliceWords } from './use-slice-words';

type FairnessColumn = Slices['fairness']['columns'][number];
type Rate = FairnessColumn['rates'][number];

/** Rates of groups side by side, and how far the furthest two are apart. Numbers only: what is fair is not told by them. */
export function FairnessSection({
  slices,
  window,
  isRegression,
  onChoose,
}: {
  slices: Slices;
  window: string;
  isRegression: boolean;
  onChoose: (() => void) | undefined;
}) {
  const t = useTranslations('performance.slices.fairness');
  const words = useTranslations('performance.slices');
  const format = useFormat();
  const blocks = useBlockWords(slices);
  const { positive, columns } = slices.fairness;
  const isNamed = slices.columns.some(({ isFairness }) => isFairness);
  const action = onChoose ? <Button onClick={onChoose}>{words('choose')}</Button> : undefined;
  const hint = positive
    ? t('hintClass', { window, name: positive.name, n: format.number(slices.n), effective: blocks.effective })
    : words('hint', { window, n: format.number(slices.n), effective: blocks.effective });
  return (
    <Section label={t('title')}>
      <SectionHeading title={t('title')} hint={columns.length > 0 ? hint : undefined} />
      {columns.length > 0 ? (
        <>
          <div className="flex flex-col gap-6">
            {columns.map((column) => (
              <FairnessTables key={column.column} slices={slices} column={column} />
            ))}
          </div>
          <p className="mt-3 max-w-[112ch] text-xs text-ink-3">
            {isRegression ? t('meaningNumbers') : t('meaningClasses', { name: positive?.name ?? '–' })}{' '}
            {t('gaps', { rows: LEAST_SLICE_ROWS, blocks: FEW_BLOCKS })}
          </p>
        </>
      ) : (
        <Panel flush>
          <EmptyState title={t(isNamed ? 'noClass.title' : 'empty.title')} action={action}>
            {t(isNamed ? 'noClass.body' : 'empty.body')}
          </EmptyState>
        </Panel>
      )}
    </Section>
  );
}

function FairnessTables({ slices, column }: { slices: Slices; column: FairnessColumn }) {
  const t = useTranslations('performance.slices.fairness');
  const words = useSliceWords();
  const format = useFormat();
  const blocks = useBlockWords(slices);
  const measure = useWriteMeasure(slices.unit);
  const of = slices.columns.find(({ id }) => id === column.column);
  const write = (rate: FairnessRate) => (value: number) =>
    rate === 'bias' || rate === 'mae' ? measure(rate, value) : format.percent(value);
  const title = of ? words.column(of) : '';
  const groups: Column<FairnessColumn['groups'][number] & { at: number }>[] = [
    {
      key: 'group',
      header: t('group'),
      cell: ({ name }) => <span className="font-semibold [overflow-wrap:anywhere]">{words.slice(name)}</span>,
    },
    { key: 'n', header: t('rows'), align: 'right', cell: ({ n }) => format.number(n) },
    ...column.rates.map(({ rate, groups: estimates }) => ({
      key: rate,
      header: t(`rates.${rate}`),
      align: 'right' as const,
      cell: ({ at }: { at: number }) => {
        const estimate = estimates[at];
        return estimate ? <EstimateCell estimate={estimate} write={write(rate)} by={blocks.exception} /> : <Dash />;
      },
    })),
  ];
  const group = (at: number | undefined) => {
    const found = at === undefined ? undefined : column.groups[at];
    return found ? words.slice(found.name) : '–';
  };
  const gaps: Column<Rate>[] = [
    {
      key: 'rate',
      header: t('largest'),
      cell: ({ rate }) => <span className="font-semibold">{t(`rates.${rate}`)}</span>,
    },
    { key: 'highest', header: t('highest'), cell: ({ extremes }) => group(extremes?.highest) },
    { key: 'lowest', header: t('lowest'), cell: ({ extremes }) => group(extremes?.lowest) },
    {
      key: 'gap',
      header: t('gap'),
      align: 'right',
      cell: ({ rate, extremes }) =>
        extremes ? (
          <EstimateCell
            estimate={extremes.gap}
            by={blocks.exception}
            write={rate === 'bias' || rate === 'mae' ? write(rate) : (value) => format.points(value)}
          />
        ) : (
          <Dash />
        ),
    },
    {
      key: 'ratio',
      header: t('ratio'),
      align: 'right',
      cell: ({ extremes }) =>
        extremes ? (
          <EstimateCell
            estimate={extremes.ratio}
            write={(value) => format.number(value, { digits: 2 })}
            by={blocks.exception}
          />
        ) : (
          <Dash />
        ),
    },
  ];
  return (
    <div>
      <SectionHeading level={3} title={title} />
      <div className="flex flex-col gap-3">
        <Panel flush>
          <Table
            label={t('groupsOf', { column: title })}
            columns={groups}
            rows={column.groups.map((one, at) => ({ ...one, at }))}
            rowKey={({ at }) => String(at)}
            tight
          />
        </Panel>
        <Panel flush>
          <Table
            label={t('gapsOf', { column: title })}
            columns={gaps}
            rows={column.rates}
            rowKey={({ rate }) => rate}
            tight
          />
        </Panel>
      </div>
    </div>
  );
}
