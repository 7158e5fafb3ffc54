'use client';
import { ChartCard } from '@/components/charts/chart-card';
import { HistogramCompare } from '@/components/charts/histogram-compare';
import { XyChart } from '@/components/charts/xy-chart';
import { useTableViews } from '@/components/shell/use-table-views';
import { Section } from '@/components/ui/panel';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { NumberPerformance, Performance } from '@/lib/domain/performance/schema';
import { overActualPoints, residualBins } from './prepare-numbers';
import { effectiveN } from './use-block-words';
import { useWindowText } from './use-measure-words';

interface NumberDetailsProps {
  model: string;
  performance: Performance;
  result: NumberPerformance;
}

/** How far off, and where. */
export function NumberDetails(props: NumberDetailsProps) {
  return (
    <Section>
      <div className="grid gap-4 min-[1240px]:grid-cols-2">
        <ResidualChart {...props} />
        <OverActualChart {...props} />
      </div>
    </Section>
  );
}

function ResidualChart({ model, performance, result }: NumberDetailsProps) {
  const t = useTranslations('performance.residuals');
  const format = useFormat();
  const shownWindow = useWindowText(performance).short;
  const views = useTableViews();
  const { unit } = result;
  const bins = residualBins(result.residuals);
  return (
    <ChartCard
      title={t('title')}
      {...(unit ? { unit } : {})}
      n={performance.n}
      effectiveN={effectiveN(performance)}
      window={shownWindow}
      summary={t('summary', { n: format.number(performance.n) })}
      csvName={`${model}-residuals`}
      {...views('residuals')}
      note={bins && bins.without > 0 ? `${t('note')} ${t('without', { rows: bins.without })}` : t('note')}
      table={{
        columns: [
          { key: 'low', header: t('low'), align: 'right' },
          { key: 'high', header: t('high'), align: 'right' },
          { key: 'rows', header: t('rows'), align: 'right' },
        ],
        rows: result.residuals,
        shown: (key, value) =>
          typeof value !== 'number'
            ? '–'
            : key === 'rows'
              ? format.number(Math.round(value))
              : format.figures(value, 3),
      }}
    >
      <HistogramCompare
        reference={null}
        now={bins}
        {...(unit ? { unit } : {})}
        nowLabel={t('difference')}
        height={260}
      />
    </ChartCard>
  );
}

function OverActualChart({ model, performance, result }: NumberDetailsProps) {
  const t = useTranslations('performance.overActual');
  const format = useFormat();
  const shownWindow = useWindowText(performance).short;
  const views = useTableViews();
  const { unit } = result;
  const write = (value: number) => format.figures(value, 3);
  return (
    <ChartCard
      title={t('title')}
      {...(unit ? { unit } : {})}
      n={performance.n}
      effectiveN={effectiveN(performance)}
      window={shownWindow}
      summary={t('summary', { n: format.number(performance.n), bins: result.overActual.length })}
      csvName={`${model}-predicted-over-actual`}
      {...views('overActual')}
      note={t('note')}
      table={{
        columns: [
          { key: 'actual', header: t('actual'), align: 'right' },
          { key: 'predicted', header: t('predicted'), align: 'right' },
          { key: 'low', header: t('low'), align: 'right' },
          { key: 'high', header: t('high'), align: 'right' },
          { key: 'n', header: t('rows'), align: 'right' },
        ],
        rows: result.overActual,
        shown: (key, value) =>
          typeof value !== 'number' ? '–' : key === 'n' ? format.number(value) : format.figures(value, 4),
      }}
    >
      <XyChart
        label={t('predicted')}
        points={overActualPoints(result.overActual)}
        writeX={write}
        writeY={write}
        xTitle={unit ? `${t('actual')}, ${unit}` : t('actual')}
        diagonal={t('same')}
      />
    </ChartCard>
  );
}
