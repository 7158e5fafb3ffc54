'use client';
import { useMemo } from 'react';
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceLine,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { seriesColour, seriesDash } from '@/components/ui/series-colour';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { ChartEmpty, LegendItem } from './chart-card';
import { ChartTooltip } from './chart-tooltip';
import { prepareSeries, type SeriesInput } from './prepare-series';
import { niceTicks, spreadLabels, spreadTicks } from './ticks';
import { useWidth } from './use-width';

export type LineSeries = SeriesInput & {
  /** `now` petrol, `reference` grey, `quiet` dotted ink, or a class slot. */
  colour?: 'now' | 'reference' | 'quiet' | number;
  dashed?: boolean;
};
export type TimeMark = { t: number; label: string };
export type Threshold = { value: number; label: string };

const margin = { top: 22, bottom: 0, left: 0 };
const axisHeight = 28;
const labelGap = 16;
/** Narrower gaps are shaded only: their names would lie on each other. */
const namedGapWidth = 72;
const axisStyle = { fill: 'var(--axis)', fontSize: 12 };

function colourOf(series: LineSeries): string {
  if (series.colour === 'reference') return 'var(--reference-line)';
  if (series.colour === 'quiet') return 'var(--ink-3)';
  return typeof series.colour === 'number' ? seriesColour(series.colour) : 'var(--current)';
}

/**
 * Lines over time, straight between points. Missing is a gap, shaded and named; the bucket still open at `now` is lighter;
 * limits are red and dashed; marks are hairlines with a name. `write` gives a value with its unit, `writeTick` the axis.
 * Charts with the same `syncId` share the crosshair. `onPick` gets the moment of a pressed point.
 */
export function LineChart({
  series,
  write,
  writeTick,
  writeTime,
  threshold,
  marks = [],
  bucketMs,
  now,
  fromZero = false,
  step = false,
  height = 220,
  syncId,
  gapLabel,
  onPick,
}: {
  series: readonly LineSeries[];
  write: (value: number) => string;
  writeTick?: (value: number) => string;
  writeTime?: (t: number) => string;
  threshold?: Threshold;
  marks?: readonly TimeMark[];
  bucketMs?: number;
  now?: number;
  fromZero?: boolean;
  step?: boolean;
  height?: number;
  syncId?: string;
  gapLabel?: string;
  onPick?: (t: number) => void;
}) {
  const t = useTranslations('ui.chart');
  const format = useFormat();
  const { ref, width } = useWidth();
  const prepared = useMemo(() => prepareSeries(series, { bucketMs, now }), [series, bucketMs, now]);
  const timeOf =
    writeTime ??
    ((moment: number) => (bucketMs && bucketMs < 86_400_000 ? format.dayTime(moment) : format.day(moment)));
  const tickTime = (moment: number) => {
    const span = (prepared.rows.at(-1)?.t ?? 0) - (prepared.rows[0]?.t ?? 0);
    const isDaily = bucketMs !== undefined && bucketMs >= 86_400_000;
    return span <= 2 * 86_400_000 && !isDaily ? format.time(moment) : format.day(moment);
  };
  if (prepared.rows.length === 0) return <ChartEmpty height={height} />;

  const isNarrow = width < 520;
  const right = isNarrow ? 12 : 108;
  const ticks = niceTicks(
    Math.min(fromZero ? 0 : prepared.low, threshold?.value ?? prepared.low),
    Math.max(prepared.high, threshold?.value ?? prepared.high),
  );
  const low = ticks[0] ?? 0;
  const high = ticks.at(-1) ?? 1;
  const tickText = writeTick ?? write;
  const axisWidth = Math.max(40, 10 + 6.6 * Math.max(...ticks.map((tick) => tickText(tick).length)));
  const plot = height - margin.top - axisHeight;
  const y = (value: number) => margin.top + (1 - (value - low) / (high - low)) * plot;
  const lastOf = series.map(
    ({ key }) => prepared.rows.findLast((row) => row.values[key] !== null)?.values[key] ?? null,
  );
  const labelY = spreadLabels(
    lastOf.map((value) => y(value ?? low)),
    labelGap,
    margin.top,
    height - axisHeight,
  );
  const data = prepared.rows.map((row) => {
    const isOpen = row.t === prepared.openBucket;
    const flat: Record<string, number | null | [number, number]> = { t: row.t };
    for (const { key } of series) {
      flat[key] = isOpen ? null : (row.values[key] ?? null);
      const band = row.bands[key];
      if (band) flat[`${key}.band`] = band;
    }
    return flat;
  });
  const openIndex = prepared.rows.findIndex(({ t: moment }) => moment === prepared.openBucket);
  if (openIndex >= 0) {
    for (const { key } of series) {
      for (const index of [openIndex - 1, openIndex]) {
        const row = data[index];
        if (row) row[`${key}.open`] = prepared.rows[index]?.values[key] ?? null;
      }
    }
  }
  const rowAt = (moment: number) => prepared.rows.find((row) => row.t === moment);
  const span = (prepared.rows.at(-1)?.t ?? 0) - (prepared.rows[0]?.t ?? 0);
  const isWide = (gap: { from: number; to: number }) => ((gap.to - gap.from) / span) * (width - right) >= namedGapWidth;
  const isAlone = (key: string, index: number) =>
    data[index]?.[key] != null && data[index - 1]?.[key] == null && data[index + 1]?.[key] == null;

  return (
    <div ref={ref} style={{ minHeight: height }} className="relative">
      {isNarrow && series.length > 1 ? (
        <div className="mb-1 flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-2">
          {series.map((entry) => (
            <LegendItem key={entry.key} colour={colourOf(entry)} line dashed={entry.dashed ?? false}>
              {entry.label}
            </LegendItem>
          ))}
        </div>
      ) : null}
      {width > 0 ? (
        <ComposedChart
          width={width}
          height={height}
          data={data}
          margin={{ ...margin, right }}
          {...(syncId ? { syncId, syncMethod: 'value' as const } : {})}
          onClick={(state) => {
            const moment = Number(state.activeLabel);
            if (onPick && Number.isFinite(moment)) onPick(moment);
          }}
        >
          <CartesianGrid vertical={false} stroke="var(--grid)" />
          <XAxis
            dataKey="t"
            type="number"
            scale="time"
            domain={['dataMin', 'dataMax']}
            ticks={spreadTicks(
              prepared.rows.map((row) => row.t),
              isNarrow ? 3 : 5,
            )}
            tickFormatter={tickTime}
            tick={axisStyle}
            tickLine={false}
            axisLine={{ stroke: 'var(--line-strong)' }}
            height={axisHeight}
            interval="preserveStartEnd"
          />
          <YAxis
            domain={[low, high]}
            ticks={ticks}
            tickFormatter={tickText}
            tick={axisStyle}
            tickLine={false}
            axisLine={false}
            width={axisWidth}
          />
          {prepared.gaps.map((gap) => (
            <ReferenceArea
              key={gap.from}
              x1={gap.from}
              x2={gap.to}
              fill="var(--ink)"
              fillOpacity={0.06}
              {...(isWide(gap)
                ? {
                    label: {
                      value: gapLabel ?? t('noLabels'),
                      position: 'insideBottom' as const,
                      fill: 'var(--axis)',
                      fontSize: 12,
                    },
                  }
                : {})}
            />
          ))}
          {series.map((entry) =>
            entry.points.some(({ low: least }) => least !== undefined) ? (
              <Area
                key={`${entry.key}.band`}
                dataKey={`${entry.key}.band`}
                stroke="none"
                fill={colourOf(entry)}
                fillOpacity={0.14}
                isAnimationActive={false}
                activeDot={false}
              />
            ) : null,
          )}
          {marks.map((mark) => (
            <ReferenceLine
              key={`${mark.t}${mark.label}`}
              x={mark.t}
              stroke="var(--line-strong)"
              label={{ value: mark.label, position: 'top', fill: 'var(--axis)', fontSize: 12 }}
            />
          ))}
          {threshold ? (
            <ReferenceLine
              y={threshold.value}
              stroke="var(--threshold)"
              strokeDasharray="4 3"
              label={{ value: threshold.label, position: 'insideTopLeft', fill: 'var(--threshold)', fontSize: 12 }}
            />
          ) : null}
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: 'var(--ink-3)', strokeWidth: 1 }}
            content={({ active, label }) => {
              const row = active ? rowAt(Number(label)) : undefined;
              if (!row) return null;
              return (
                <ChartTooltip
                  title={row.t === prepared.openBucket ? `${timeOf(row.t)}, ${t('soFar')}` : timeOf(row.t)}
                  lines={series.map((entry) => {
                    const value = row.values[entry.key] ?? null;
                    const n = row.n[entry.key];
                    return {
                      key: entry.key,
                      label: entry.label,
                      colour: colourOf(entry),
                      value: value === null ? '–' : write(value),
                      ...(n === undefined ? {} : { detail: t('n', { n: format.number(n) }) }),
                    };
                  })}
                />
              );
            }}
          />
          {series.map((entry, index) => {
            const colour = colourOf(entry);
            const dash =
              entry.dashed || entry.colour === 'quiet'
                ? '2 3'
                : typeof entry.colour === 'number'
                  ? seriesDash(index)
                  : undefined;
            const shared = {
              type: step ? ('stepAfter' as const) : ('linear' as const),
              stroke: colour,
              strokeWidth: 2,
              isAnimationActive: false,
            };
            return [
              <Line
                key={entry.key}
                {...shared}
                dataKey={entry.key}
                dot={({ index: at, cx, cy }: { index: number; cx?: number; cy?: number }) =>
                  isAlone(entry.key, at) ? <circle key={at} cx={cx} cy={cy} r={2.5} fill={colour} /> : <g key={at} />
                }
                {...(dash ? { strokeDasharray: dash } : {})}
                activeDot={{ r: 3.5 }}
              />,
              openIndex >= 0 ? (
                <Line
                  key={`${entry.key}.open`}
                  {...shared}
                  dataKey={`${entry.key}.open`}
                  strokeOpacity={0.4}
                  strokeDasharray="2 3"
                  dot={
                    prepared.rows[openIndex - 1]?.values[entry.key] == null
                      ? { r: 2.5, fill: colour, strokeDasharray: 'none' }
                      : false
                  }
                  activeDot={false}
                  tooltipType="none"
                />
              ) : null,
            ];
          })}
        </ComposedChart>
      ) : null}
      {width > 0 && !isNarrow
        ? series.map((entry, index) => {
            const value = lastOf[index] ?? null;
            return value === null ? null : (
              <span
                key={entry.key}
                aria-hidden="true"
                className="absolute flex -translate-y-1/2 items-center gap-1.5 overflow-hidden text-xs text-ink"
                style={{ left: width - right + 8, top: labelY[index], width: right - 8 }}
              >
                <span className="h-0.5 w-2.5 shrink-0" style={{ background: colourOf(entry) }} />
                <span className="truncate">
                  <b className="font-semibold">{write(value)}</b> {series.length > 1 ? entry.label : ''}
                </span>
              </span>
            );
          })
        : null}
    </div>
  );
}
