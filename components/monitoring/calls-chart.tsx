'use client';
import { ChartCard } from '@/components/charts/chart-card';
import { LineChart } from '@/components/charts/line-chart';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { TrafficChartProps } from './chart-props';
import { comparedSeries, errorShare, fillBuckets } from './prepare-traffic';
import { useChartFacts } from './use-traffic-words';

/** Answered calls and those that were refused or failed, per bucket. */
export function CallsChart({ model, range, traffic, height, syncId, view, onView }: TrafficChartProps) {
  const t = useTranslations('monitoring.charts');
  const format = useFormat();
  const facts = useChartFacts(traffic, range);
  const points = fillBuckets(traffic);
  const { calls, errors } = traffic.totals;
  return (
    <ChartCard
      title={t('calls.title')}
      per={facts.bucket}
      n={calls + errors}
      window={facts.window}
      summary={t('calls.summary', { calls: format.number(calls), errors: format.number(errors), window: facts.window })}
      csvName={`${model}-calls`}
      {...(view && onView ? { view, onView } : {})}
      table={{
        columns: [
          { key: 'at', header: t('from') },
          { key: 'calls', header: t('calls.answered'), align: 'right' },
          { key: 'rows', header: t('calls.rows'), align: 'right' },
          { key: 'errors', header: t('calls.errors'), align: 'right' },
        ],
        rows: points.map((point) => ({
          at: new Date(point.t).toISOString(),
          calls: point.calls,
          rows: point.rows,
          errors: point.errors,
        })),
        shown: (key, value) =>
          key === 'at' ? format.dayTime(String(value)) : typeof value === 'number' ? format.number(value) : value,
      }}
    >
      <LineChart
        series={[
          {
            key: 'calls',
            label: t('calls.answered'),
            colour: 'now',
            points: points.map(({ t: at, calls: value }) => ({ t: at, value })),
          },
          ...comparedSeries(traffic, facts.compared, ({ calls: value }) => ({ value })),
          ...(errors > 0
            ? [
                {
                  key: 'errors',
                  label: t('calls.short'),
                  colour: 'quiet' as const,
                  points: points.map(({ t: at, errors: value }) => ({ t: at, value })),
                },
              ]
            : []),
        ]}
        write={(value) => format.number(value)}
        bucketMs={traffic.bucketMs}
        now={facts.now}
        marks={facts.marks}
        fromZero
        {...(height ? { height } : {})}
        {...(syncId ? { syncId } : {})}
      />
    </ChartCard>
  );
}

/** Share of calls that were refused or failed, per bucket. */
export function ErrorShareChart({ model, range, traffic, height, syncId, view, onView }: TrafficChartProps) {
  const t = useTranslations('monitoring.charts');
  const format = useFormat();
  const facts = useChartFacts(traffic, range);
  const points = fillBuckets(traffic);
  const { calls, errors } = traffic.totals;
  const share = errorShare(traffic.totals);
  const highest = Math.max(0, ...points.map((point) => errorShare(point) ?? 0));
  return (
    <ChartCard
      title={t('errorShare.title')}
      per={facts.bucket}
      n={calls + errors}
      window={facts.window}
      summary={t('errorShare.summary', {
        share: share === null ? '–' : format.percent(share, { digits: 2 }),
        errors: format.number(errors),
        all: format.number(calls + errors),
        window: facts.window,
      })}
      csvName={`${model}-errors`}
      {...(view && onView ? { view, onView } : {})}
      table={{
        columns: [
          { key: 'at', header: t('from') },
          { key: 'share', header: t('errorShare.title'), align: 'right' },
          { key: 'errors', header: t('calls.errors'), align: 'right' },
          { key: 'all', header: t('errorShare.all'), align: 'right' },
        ],
        rows: points.map((point) => ({
          at: new Date(point.t).toISOString(),
          share: errorShare(point),
          errors: point.errors,
          all: point.calls + point.errors,
        })),
        shown: (key, value) =>
          key === 'at'
            ? format.dayTime(String(value))
            : typeof value !== 'number'
              ? '–'
              : key === 'share'
                ? format.percent(value, { digits: 2 })
                : format.number(value),
      }}
    >
      <LineChart
        series={[
          {
            key: 'share',
            label: t('errorShare.title'),
            colour: 'now',
            points: points.map((point) => ({ t: point.t, value: errorShare(point), n: point.calls + point.errors })),
          },
          ...comparedSeries(traffic, facts.compared, (measures) => ({ value: errorShare(measures) })),
        ]}
        write={(value) => format.percent(value, { digits: 2 })}
        writeTick={(value) => format.percent(value, { digits: highest > 0 && highest < 0.04 ? 1 : 0 })}
        bucketMs={traffic.bucketMs}
        now={facts.now}
        marks={facts.marks}
        fromZero
        gapLabel={t('noCalls')}
        {...(height ? { height } : {})}
        {...(syncId ? { syncId } : {})}
      />
    </ChartCard>
  );
}
