'use client';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { type Column, Dash, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { type ClassPerformance, type ClassShare, FEW_BLOCKS } from '@/lib/domain/performance/schema';
import type { ClassDetailsProps } from './class-details';
import { answeredRows } from './prepare-confusion';
import { useBlockWords } from './use-block-words';
import { useWindowText } from './use-measure-words';

type ClassLine = ClassPerformance['classes'][number];

/** Precision, recall and areas of every class against the rest. */
export function ClassTable({ performance, result }: ClassDetailsProps) {
  const t = useTranslations('performance.classes');
  const format = useFormat();
  const shownWindow = useWindowText(performance).short;
  const words = useBlockWords(performance);
  const answered = new Map(answeredRows(result).map((rows, i) => [result.classes[i]?.label, rows]));
  const isUnknown = (one: ClassLine, key: ClassShare) =>
    key === 'precision'
      ? !answered.get(one.label)
      : one.support === 0 && (key === 'recall' || !answered.get(one.label));
  const number = (key: ClassShare): Column<ClassLine> => ({
    key,
    header: t(key),
    align: 'right',
    cell(one) {
      if (isUnknown(one, key)) return <Dash />;
      const interval = one.intervals[key];
      const value = format.score(one[key]);
      return interval ? (
        <WithError value={value} detail={format.between(format.score(interval.low), format.score(interval.high))} />
      ) : (
        value
      );
    },
  });
  const columns: Column<ClassLine>[] = [
    {
      key: 'name',
      header: t('class'),
      cell: ({ name, label }) => (
        <span className="[overflow-wrap:anywhere]">
          <span className="font-semibold">{name}</span>
          {name === label ? null : <code className="ml-2 text-xs text-ink-3">{label}</code>}
        </span>
      ),
    },
    { key: 'support', header: t('rows'), align: 'right', cell: ({ support }) => format.number(Math.round(support)) },
    number('precision'),
    number('recall'),
    number('f1'),
    {
      key: 'rocAuc',
      header: t('rocAuc'),
      align: 'right',
      cell: ({ rocAuc: { value, binning } }) =>
        value === null ? <Dash /> : <WithError value={format.score(value)} detail={`± ${format.score(binning)}`} />,
    },
    {
      key: 'prAuc',
      header: t('prAuc'),
      align: 'right',
      cell: ({ prAuc: { value, low, high } }) =>
        value === null || low === null || high === null ? (
          <Dash />
        ) : (
          <WithError value={format.score(value)} detail={format.between(format.score(low), format.score(high))} />
        ),
    },
    {
      key: 'share',
      header: t('share'),
      align: 'right',
      cell: ({ prAuc: { baseline } }) => (baseline === null ? <Dash /> : format.percent(baseline)),
    },
  ];
  return (
    <Section label={t('title')}>
      <SectionHeading
        title={t('title')}
        hint={t('hint', { n: format.number(performance.n), effective: words.effective, window: shownWindow })}
      />
      <Panel flush>
        <Table label={t('title')} columns={columns} rows={result.classes} rowKey={({ label }) => label} tight />
      </Panel>
      <p className="mt-3 max-w-[112ch] text-xs text-ink-3">
        {t('note')} {t('intervals', { least: FEW_BLOCKS })}
      </p>
    </Section>
  );
}

function WithError({ value, detail }: { value: string; detail: string }) {
  return (
    <span className="block py-1">
      <span className="block">{value}</span>
      <span className="block text-xs text-ink-3">{detail}</span>
    </span>
  );
}
