'use client';
import { ChartCard } from '@/components/charts/chart-card';
import { HeatStrip } from '@/components/charts/heat-strip';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import type { TrafficChartProps } from './chart-props';
import { heatPeriods } from './prepare-traffic';
import { useChartFacts } from './use-traffic-words';

/** How many calls took how long, period by period: the slowest band above. */
export function LatencyHeat({ model, range, traffic, view, onView }: TrafficChartProps) {
  const t = useTranslations('monitoring.charts');
  const format = useFormat();
  const facts = useChartFacts(traffic, range);
  const { bandsMs, periodMs } = traffic.heat;
  const periods = heatPeriods(traffic);
  const dayMs = 86_400_000;
  const isOneDay = Date.parse(traffic.to) - Date.parse(traffic.from) <= dayMs;
  const moment = (at: number) => (isOneDay ? format.time(at) : periodMs >= dayMs ? format.day(at) : format.dayTime(at));
  const band = (index: number) => {
    const [from = 0, to] = [bandsMs[index], bandsMs[index + 1]];
    return to === undefined
      ? t('heat.over', { from: format.duration(from) })
      : t('heat.band', { from: format.duration(from), to: format.duration(to) });
  };
  const order = bandsMs.map((_, index) => bandsMs.length - 1 - index);
  return (
    <ChartCard
      title={t('heat.title')}
      per={t('perBucket', { bucket: format.duration(periodMs) })}
      n={traffic.totals.calls}
      window={facts.window}
      summary={t('heat.summary', { periods: periods.length, bands: bandsMs.length })}
      csvName={`${model}-latency-heat`}
      {...(view && onView ? { view, onView } : {})}
      note={t('heat.note')}
      table={{
        columns: [
          { key: 'at', header: t('from') },
          { key: 'band', header: t('heat.took') },
          { key: 'calls', header: t('calls.answered'), align: 'right' },
        ],
        rows: periods.flatMap(({ t: at, calls }) =>
          calls.map((count, index) => ({ at: new Date(at).toISOString(), band: band(index), calls: count })),
        ),
        shown: (key, value) =>
          key === 'at' ? format.dayTime(String(value)) : typeof value === 'number' ? format.number(value) : value,
      }}
    >
      {bandsMs.length === 0 ? (
        <p className="grid min-h-28 place-items-center rounded-md bg-sunken px-4 text-center text-sm text-ink-2">
          {t('noCalls')}
        </p>
      ) : (
        <HeatStrip
          label={t('heat.title')}
          corner={t('heat.took')}
          columns={periods.map(({ t: at }) => moment(at))}
          rows={order.map(band)}
          values={order.map((index) => periods.map(({ calls }) => calls[index] ?? 0))}
          write={(value) => (value === 0 ? '' : format.number(value))}
        />
      )}
    </ChartCard>
  );
}
