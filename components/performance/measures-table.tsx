'use client';
import { Panel, Section, SectionHeading } from '@/components/ui/panel';
import { type Column, Dash, Table } from '@/components/ui/table';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { FEW_BLOCKS, type Measure, type Performance } from '@/lib/domain/performance/schema';
import { drawnBlocks, useBlockWords } from './use-block-words';
import { type Metric, unitOf, useWindowText, useWriteMeasure } from './use-measure-words';

const SCORED: readonly string[] = ['rocAuc', 'prAuc', 'logLoss', 'brier', 'calibrationError'];

interface Line {
  metric: Metric;
  measure: Measure;
  n: number;
}

/** Every measure with its interval, what the simplest rule reaches, and the rows it stands on. */
export function MeasuresTable({ performance }: { performance: Performance }) {
  const t = useTranslations('performance.measures');
  const format = useFormat();
  const shownWindow = useWindowText(performance).full;
  const write = useWriteMeasure(unitOf(performance));
  const words = useBlockWords(performance);
  const { result, n, days } = performance;
  if (!result) return null;
  const lines: Line[] = Object.entries(result.measures).map(([metric, measure]) => ({
    // The keys of the reply are the metrics.
    metric: metric as Metric,
    measure,
    n:
      result.kind === 'classes'
        ? SCORED.includes(metric)
          ? result.scoredRows
          : n
        : metric === 'mape'
          ? n - result.zeros
          : n,
  }));
  const columns: Column<Line>[] = [
    {
      key: 'name',
      header: t('measure'),
      className: 'min-w-60',
      cell: ({ metric }) => (
        <span className="block py-1.5">
          <span className="block font-semibold">{t(`names.${metric}`)}</span>
          <span className="block max-w-[96ch] text-xs text-ink-3">{t(`meanings.${metric}`)}</span>
        </span>
      ),
    },
    {
      key: 'value',
      header: t('value'),
      align: 'right',
      cell: ({ metric, measure: { value, binning } }) =>
        value === null ? (
          <span className="text-ink-3">{t('unknown')}</span>
        ) : (
          <span className="block">
            <b className="block font-semibold">{write(metric, value)}</b>
            {binning > 0 ? (
              <span className="block text-xs text-ink-3">{t('binning', { error: write(metric, binning) })}</span>
            ) : null}
          </span>
        ),
    },
    {
      key: 'interval',
      header: t('interval'),
      align: 'right',
      cell: ({ metric, measure: { low, high, by } }) =>
        low === null || high === null ? (
          <Dash />
        ) : (
          <span className="block">
            <span className="block">{format.between(write(metric, low), write(metric, high))}</span>
            {words.by(by) ? <span className="block text-xs text-ink-3">{words.by(by)}</span> : null}
          </span>
        ),
    },
    {
      key: 'baseline',
      header: t('baseline'),
      align: 'right',
      cell: ({ metric, measure: { baseline } }) => (baseline === null ? <Dash /> : write(metric, baseline)),
    },
    { key: 'n', header: t('rows'), align: 'right', cell: ({ n: rows }) => format.number(rows) },
  ];
  const name =
    result.kind === 'classes' ? result.classes.find(({ label }) => label === result.mostFrequent)?.name : null;
  return (
    <Section label={t('title')}>
      <SectionHeading
        title={t('title')}
        hint={t('hint', { n: format.number(n), effective: words.effective, window: shownWindow })}
      />
      <Panel flush>
        <Table label={t('title')} columns={columns} rows={lines} rowKey={({ metric }) => metric} tight />
      </Panel>
      <p className="mt-3 max-w-[112ch] text-xs text-ink-3">
        {result.kind === 'classes'
          ? t('baselineClasses', { name: name ?? '–' })
          : t('baselineNumbers', { mean: result.mean === null ? '–' : write('mae', result.mean) })}{' '}
        {drawnBlocks(performance) >= FEW_BLOCKS
          ? (words.meaning ?? t('intervalMeaning', { days }))
          : words.column === null
            ? t('noInterval', { days, least: FEW_BLOCKS })
            : t('noIntervalOf', { column: words.column, least: FEW_BLOCKS })}
        {result.kind === 'classes' && result.measures.rocAuc.binning > 0 ? ` ${t('binningMeaning')}` : null}
        {result.kind === 'numbers' && result.zeros > 0 ? ` ${t('zeros', { count: result.zeros })}` : null}
      </p>
    </Section>
  );
}
