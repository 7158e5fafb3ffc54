'use client';
import { Download } from 'lucide-react';
import { parseAsString, useQueryState } from 'nuqs';
import { downloadText, writeCsv } from '@/components/charts/csv';
import { Button } from '@/components/ui/button';
import { Panel } from '@/components/ui/panel';
import { Select } from '@/components/ui/select';
import { type Column, Dash, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { FEW_BLOCKS, type Slices } from '@/lib/domain/performance/schema';
import { EstimateCell } from './estimate-cell';
import { useBlockWords } from './use-block-words';
import { useWriteMeasure } from './use-measure-words';
import { useSliceWords } from './use-slice-words';

type ColumnOfSlices = Slices['columns'][number];
type Slice = ColumnOfSlices['slices'][number];

/** All classes together. */
const WHOLE = 'whole';
/** What a slice's class is judged by. */
const CLASS_MEASURES = ['recall', 'f1'] as const;
interface ClassMeasure {
  kind: (typeof CLASS_MEASURES)[number];
  label: string;
}

/** The slices of one chosen column, each beside the rest of the column. */
export function SliceTable({ model, slices }: { model: string; slices: Slices }) {
  const t = useTranslations('performance.slices');
  const names = useTranslations('performance.measures');
  const words = useSliceWords();
  const format = useFormat();
  const blocks = useBlockWords(slices);
  const measure = useWriteMeasure(slices.unit);
  const [asked, setAsked] = useQueryState('slices', parseAsString);
  const [askedMeasure, setAskedMeasure] = useQueryState('slice-measure', parseAsString);
  const metric = slices.metric ?? 'accuracy';
  const write = (value: number) => measure(metric, value);
  const shown = slices.columns.find(({ from, name }) => `${from}:${name}` === asked) ?? slices.columns[0];
  if (!shown) return null;
  const labels = [...new Set(shown.slices.flatMap(({ classes }) => classes.map(({ label }) => label)))];
  const ofClass = CLASS_MEASURES.flatMap((kind) => labels.map((label) => ({ kind, label, key: `${kind}:${label}` })));
  const chosen = ofClass.find(({ key }) => key === askedMeasure);
  const whole: Column<Slice>[] = [
    {
      key: 'mean',
      header: names(`names.${metric}`),
      align: 'right',
      cell: ({ mean }) => <EstimateCell estimate={mean} write={write} by={blocks.exception} />,
    },
    {
      key: 'difference',
      header: t('difference'),
      align: 'right',
      cell: ({ difference }) => <EstimateCell estimate={difference} write={write} by={blocks.exception} />,
    },
  ];
  const labelOf = ({ kind, label }: ClassMeasure) => t(`${kind}Of`, { name: label });
  const classColumns = (of: ClassMeasure): Column<Slice>[] => {
    const find = ({ classes }: Slice) => classes.find(({ label }) => label === of.label);
    return [
      {
        key: 'support',
        header: t('classRows'),
        align: 'right',
        cell: (slice) => format.number(Math.round(find(slice)?.support ?? 0)),
      },
      {
        key: 'value',
        header: labelOf(of),
        align: 'right',
        cell(slice) {
          const estimate = find(slice)?.[of.kind];
          return estimate ? <EstimateCell estimate={estimate} write={format.score} by={blocks.exception} /> : <Dash />;
        },
      },
    ];
  };
  const columns: Column<Slice>[] = [
    {
      key: 'slice',
      header: words.column(shown),
      cell: ({ name }) => <span className="font-semibold [overflow-wrap:anywhere]">{words.slice(name)}</span>,
    },
    { key: 'n', header: t('rows'), align: 'right', cell: ({ n }) => format.number(n) },
    {
      key: 'days',
      header: blocks.column === null ? t('days') : t('onlyDays'),
      align: 'right',
      cell: ({ days }) => format.number(days),
    },
    ...(blocks.column === null
      ? []
      : [
          {
            key: 'groups',
            header: t('groups', { column: blocks.column }),
            align: 'right' as const,
            cell: ({ groups }: Slice) => (groups === null ? <Dash /> : format.number(groups)),
          },
        ]),
    ...(chosen ? classColumns(chosen) : whole),
  ];
  const csvHeader = [
    ...[t('column'), t('slice'), t('rows'), t('onlyDays')],
    ...(blocks.column === null ? [] : [t('groups', { column: blocks.column })]),
    ...[t('measure'), t('value'), t('low'), t('high'), t('drawnFrom')],
  ];
  /** A line per slice and measure: the whole, its difference to the rest, and each class. */
  const csvLines = (column: ColumnOfSlices) =>
    column.slices.flatMap((slice) =>
      [
        { name: names(`names.${metric}`), estimate: slice.mean },
        { name: t('difference'), estimate: slice.difference },
        ...slice.classes.flatMap(({ label, ...of }) =>
          CLASS_MEASURES.map((kind) => ({ name: labelOf({ kind, label }), estimate: of[kind] })),
        ),
      ].map(({ name, estimate: { value, low, high, by } }) => [
        words.column(column),
        words.slice(slice.name),
        slice.n,
        slice.days,
        ...(blocks.column === null ? [] : [slice.groups]),
        ...[name, value, low, high, by === null ? null : t(`drawn.${by}`)],
      ]),
    );
  const save = () => downloadText(`${model}-slices.csv`, writeCsv(csvHeader, slices.columns.flatMap(csvLines)));
  const missing = slices.n - shown.n;
  return (
    <div>
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <Select
          label={t('column')}
          value={`${shown.from}:${shown.name}`}
          onValue={(next) => void setAsked(next)}
          options={slices.columns.map((column) => ({
            value: `${column.from}:${column.name}`,
            label: words.column(column),
          }))}
        />
        {ofClass.length > 0 ? (
          <Select
            label={t('measure')}
            value={chosen?.key ?? WHOLE}
            onValue={(next) => void setAskedMeasure(next === WHOLE ? null : next)}
            options={[
              { value: WHOLE, label: names(`names.${metric}`) },
              ...ofClass.map((one) => ({ value: one.key, label: labelOf(one) })),
            ]}
          />
        ) : null}
        <Button kind="quiet" className="ml-auto" icon={<Download aria-hidden="true" />} onClick={save}>
          {t('csv')}
        </Button>
      </div>
      <Panel flush>
        <Table
          label={t('title')}
          columns={columns}
          rows={shown.slices}
          rowKey={({ name }) => JSON.stringify(name)}
          tight
        />
      </Panel>
      <p className="mt-3 max-w-[112ch] text-xs text-ink-3">
        {t(`cutBy.${shown.cutBy}`)}{' '}
        {blocks.column === null
          ? t('intervals', { least: FEW_BLOCKS })
          : t('intervalsOf', { column: blocks.column, least: FEW_BLOCKS })}
        {missing > 0 ? ` ${t('missing', { rows: missing })}` : null}
      </p>
    </div>
  );
}
