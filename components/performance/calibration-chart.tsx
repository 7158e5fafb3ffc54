'use client';
import { parseAsString, useQueryState } from 'nuqs';
import { ChartCard } from '@/components/charts/chart-card';
import { XyChart } from '@/components/charts/xy-chart';
import { useTableViews } from '@/components/shell/use-table-views';
import { Select } from '@/components/ui/select';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { CALIBRATION_GROUPS, type ClassPerformance } from '@/lib/domain/performance/schema';
import { calibrationOfBins, expectedCalibrationError } from '@/lib/pure/stats/calibration';
import type { ClassDetailsProps } from './class-details';
import { effectiveN } from './use-block-words';
import { useWindowText } from './use-measure-words';

const FINE_BINS = 200;

function calibrationOf(bins: ClassPerformance['classes'][number]['bins']) {
  const [positive, negative, scores] = [0, 1, 2].map(() => new Float64Array(FINE_BINS));
  if (!positive || !negative || !scores) return [];
  for (const [bin, own, rest, score] of bins) {
    positive[bin] = own;
    negative[bin] = rest;
    scores[bin] = score;
  }
  return calibrationOfBins({ positive, negative, scores }, CALIBRATION_GROUPS);
}

/** Does "70 %" come true seven times out of ten? */
export function CalibrationChart({ model, performance, result }: ClassDetailsProps) {
  const t = useTranslations('performance.calibration');
  const format = useFormat();
  const shownWindow = useWindowText(performance).short;
  const views = useTableViews();
  const [asked, setAsked] = useQueryState('class', parseAsString);
  const chosen = result.classes.find(({ label }) => label === asked) ?? result.classes[1] ?? result.classes[0];
  if (!chosen) return null;
  const points = calibrationOf(chosen.bins);
  const error = expectedCalibrationError(points);
  const share = (value: number) => format.percent(value, { digits: 0 });
  const written = Number.isNaN(error) ? '–' : format.score(error);
  return (
    <ChartCard
      title={t('title')}
      per={t('per', { name: chosen.name })}
      n={result.scoredRows}
      effectiveN={effectiveN(performance)}
      window={shownWindow}
      summary={t('summary', { name: chosen.name, error: written })}
      csvName={`${model}-calibration`}
      {...views('calibration')}
      actions={
        <Select
          label={t('class')}
          value={chosen.label}
          onValue={(next) => void setAsked(next)}
          options={result.classes.map(({ label, name }) => ({ value: label, label: name }))}
        />
      }
      note={t('note', { error: written })}
      table={{
        columns: [
          { key: 'given', header: t('given'), align: 'right' },
          { key: 'happened', header: t('happened'), align: 'right' },
          { key: 'rows', header: t('rows'), align: 'right' },
        ],
        rows: points.map(({ given, happened, weight }) => ({ given, happened, rows: weight })),
        shown: (key, value) =>
          typeof value !== 'number' ? '–' : key === 'rows' ? format.number(Math.round(value)) : format.percent(value),
      }}
    >
      <XyChart
        label={t('happened')}
        points={points.map(({ given, happened, weight }) => ({ x: given, y: happened, n: weight }))}
        writeX={share}
        writeY={share}
        xTitle={t('given')}
        domain={[0, 1]}
        diagonal={t('same')}
      />
    </ChartCard>
  );
}
