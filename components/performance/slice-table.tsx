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
import { FEW_DAYS, type Slices } from '@/lib/domain/performance/schema';
import { EstimateCell } from './estimate-cell';
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
      cell: ({ mean }) => <EstimateCell estimate={mean} write={write} />,
    },
    {
      key: 'difference',
      header: t('difference'),
      align: 'right',
      cell: ({ difference }) => <EstimateCell estimate={difference} write={write} />,
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
          const value = find(slice)?.[of.kind] ?? null;
          return value === null ? <Dash /> : format.score(value);
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
    { key: 'days', header: t('days'), align: 'right', cell: ({ days }) => format.number(days) },
    ...(chosen ? classColumns(chosen) : whole),
  ];
  const save = () =>
    downloadText(
      `${model}-slices.csv`,
      writeCsv(
        [
          t('column'),
          t('slice'),
          t('rows'),
          t('days'),
          names(`names.${metric}`),
          t('low'),
          t('high'),
          t('difference'),
          t('low'),
          t('high'),
        ],
        slices.columns.flatMap((column) =>
          column.slices.map(({ name, n, days, mean, difference }) => [
            words.column(column),
            words.slice(name),
            n,
            days,
            ...[mean, difference].flatMap(({ value, low, high }) => [value, low, high]),
          ]),
        ),
      ),
    );
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
        {t(`cutBy.${shown.cutBy}`)} {t('intervals', { least: FEW_DAYS })}
        {missing > 0 ? ` ${t('missing', { rows: missing })}` : null}
      </p>
    </div>
  );
}
