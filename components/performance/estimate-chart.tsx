'use client';
import { parseAsString, useQueryState } from 'nuqs';
import { ChartCard } from '@/components/charts/chart-card';
import { LineChart } from '@/components/charts/line-chart';
import { useTableViews } from '@/components/shell/use-table-views';
import { Select } from '@/components/ui/select';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { type EstimatedPerformance, FEW_LABELLED_ROWS } from '@/lib/domain/performance/schema';
import { estimateSeries } from './prepare-estimate';
import { useUtcDay, useWriteMeasure } from './use-measure-words';

/** One measure as estimated, with its band, and as the labels tell it. */
export function EstimateChart({ model, estimated }: { model: string; estimated: EstimatedPerformance }) {
  const t = useTranslations('performance.estimated');
  const names = useTranslations('performance.measures');
  const format = useFormat();
  const day = useUtcDay();
  const views = useTableViews();
  const write = useWriteMeasure(estimated.unit);
  const writePlain = useWriteMeasure('');
  const [asked, setAsked] = useQueryState('estimated', parseAsString);
  const shown = estimated.measures.find(({ metric }) => metric === asked) ?? estimated.measures[0];
  if (!shown) return null;
  const { learning, bucket } = estimated;
  const name = names(`names.${shown.metric}`);
  const { estimates, truths, marks } = estimateSeries(shown.points);
  const { trial, metric } = shown;
  const hasBand = shown.points.some(({ low }) => low !== null);
  return (
    <div className="flex flex-col gap-2">
      <p className="text-pretty text-sm">
        {!hasBand
          ? t('noBand', { bucket })
          : shown.error === null
            ? t('noneKnown', { bucket, least: FEW_LABELLED_ROWS })
            : `${t('held', { held: shown.held, known: shown.known, bucket })} ${t('error', {
                estimate: write(metric, shown.error.estimate),
                constant: write(metric, shown.error.constant),
              })} ${t(shown.error.estimate < shown.error.constant ? 'better' : 'worse')}`}
      </p>
      <ChartCard
        title={t('title')}
        {...(trial && estimated.unit ? { unit: estimated.unit } : {})}
        per={t(bucket)}
        n={shown.points.reduce((sum, { rows }) => sum + rows, 0)}
        window={`${day(shown.points[0]?.at ?? '')} – ${day(shown.points.at(-1)?.at ?? '')}`}
        summary={t('summary', { name, points: shown.points.length })}
        csvName={`${model}-${shown.metric}-estimated`}
        {...views('estimated')}
        actions={
          <Select
            label={t('measure')}
            value={shown.metric}
            onValue={(next) => void setAsked(next === estimated.measures[0]?.metric ? null : next)}
            options={estimated.measures.map(({ metric }) => ({ value: metric, label: names(`names.${metric}`) }))}
          />
        }
        note={`${t('learntFrom', {
          days: learning.days,
          from: day(learning.from ?? ''),
          to: day(learning.to ?? ''),
          rows: learning.labelledRows,
        })} ${
          trial?.isWon
            ? `${t('won', {
                days: trial.days,
                estimate: write(metric, trial.estimate ?? 0),
                constant: write(metric, trial.constant ?? 0),
              })} ${t('meaningOfErrors')}`
            : t('meaning')
        }`}
        table={{
          columns: [
            { key: 'at', header: t('from') },
            { key: 'phase', header: t('phase') },
            { key: 'estimate', header: t('estimate'), align: 'right' },
            { key: 'low', header: t('low'), align: 'right' },
            { key: 'high', header: t('high'), align: 'right' },
            { key: 'realised', header: t('realised'), align: 'right' },
            { key: 'isHeld', header: t('isHeld') },
            { key: 'rows', header: t('rows'), align: 'right' },
            { key: 'labelled', header: t('labelled'), align: 'right' },
          ],
          rows: shown.points.map(({ isLearning, isHeld, ...point }) => ({
            ...point,
            phase: isLearning ? 'learning' : 'live',
            isHeld: isHeld === null ? null : isHeld ? 'yes' : 'no',
          })),
          shown: (key, value) =>
            value === null
              ? '–'
              : key === 'at'
                ? day(String(value))
                : key === 'phase'
                  ? t(value === 'learning' ? 'learning' : 'live')
                  : key === 'isHeld'
                    ? t(value === 'yes' ? 'yes' : 'no')
                    : key === 'rows' || key === 'labelled'
                      ? format.number(Number(value))
                      : writePlain(metric, Number(value)),
        }}
      >
        <LineChart
          series={[
            { key: 'estimate', label: t('estimate'), colour: 'now', points: estimates },
            { key: 'realised', label: t('realised'), colour: 'reference', dashed: true, points: truths },
          ]}
          write={(value) => write(metric, value)}
          writeTime={day}
          marks={marks.map((at) => ({ t: at, label: t('learnt') }))}
        />
      </ChartCard>
    </div>
  );
}
