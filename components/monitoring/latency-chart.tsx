'use client';
import { ChartCard } from '@/components/charts/chart-card';
import { LineChart } from '@/components/charts/line-chart';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { TrafficChartProps } from './chart-props';
import { comparedSeries, fillBuckets } from './prepare-traffic';
import { useChartFacts } from './use-traffic-words';

const percentiles = ['p99', 'p95', 'p50'] as const;
const colours = { p50: 'now', p95: 'quiet', p99: 'reference' } as const;

/** How long answered calls took from the first byte to the last, per bucket: half, 95 and 99 of 100 were faster. */
export function LatencyChart({ model, range, traffic, height, syncId, view, onView }: TrafficChartProps) {
  const t = useTranslations('monitoring.charts');
  const format = useFormat();
  const facts = useChartFacts(traffic, range);
  const points = fillBuckets(traffic);
  const { timedCalls, latencyMs } = traffic.totals;
  const time = (value: number | null) => (value === null ? '–' : format.duration(value));
  return (
    <ChartCard
      title={t('latency.title')}
      per={facts.bucket}
      n={timedCalls}
      window={facts.window}
      summary={t('latency.summary', {
        p50: time(latencyMs.p50),
        p95: time(latencyMs.p95),
        p99: time(latencyMs.p99),
        calls: format.number(timedCalls),
      })}
      csvName={`${model}-latency`}
      {...(view && onView ? { view, onView } : {})}
      note={t('latency.note')}
      table={{
        columns: [
          { key: 'at', header: t('from') },
          ...(['p50', 'p95', 'p99'] as const).map((key) => ({
            key,
            header: t('latency.column', { percentile: key }),
            align: 'right' as const,
          })),
          { key: 'calls', header: t('calls.answered'), align: 'right' },
        ],
        rows: points.map((point) => ({
          at: new Date(point.t).toISOString(),
          ...point.latencyMs,
          calls: point.timedCalls,
        })),
        shown: (key, value) =>
          key === 'at'
            ? format.dayTime(String(value))
            : typeof value !== 'number'
              ? '–'
              : key === 'calls'
                ? format.number(value)
                : format.figures(value, 3),
      }}
    >
      <LineChart
        series={[
          ...percentiles.map((key) => ({
            key,
            label: key,
            colour: colours[key],
            points: points.map((point) => ({ t: point.t, value: point.latencyMs[key], n: point.timedCalls })),
          })),
          ...comparedSeries(
            traffic,
            t('latency.compared', { other: facts.compared }),
            ({ latencyMs: { p95 }, timedCalls }) => ({
              value: p95,
              n: timedCalls,
            }),
          ),
        ]}
        write={format.duration}
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
