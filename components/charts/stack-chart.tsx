'use client';
import { useMemo } from 'react';
import { Area, Bar, CartesianGrid, ComposedChart, Tooltip, XAxis, YAxis } from 'recharts';
import { seriesColour } from '@/components/ui/series-colour';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { ChartEmpty, LegendItem } from './chart-card';
import { ChartTooltip } from './chart-tooltip';
import { prepareStack, type StackInput } from './prepare-stack';
import { niceTicks, spreadTicks } from './ticks';
import { useWidth } from './use-width';

const axisStyle = { fill: 'var(--axis)', fontSize: 12 };

/** Counts or shares of classes over time, from zero, as bars or areas. The legend is always visible. */
export function StackChart({
  layers,
  share = false,
  shape = 'bar',
  height = 220,
  syncId,
  top = 6,
  write,
}: {
  layers: readonly StackInput[];
  share?: boolean;
  shape?: 'bar' | 'area';
  height?: number;
  syncId?: string;
  top?: number;
  write?: (value: number) => string;
}) {
  const t = useTranslations('ui.chart');
  const format = useFormat();
  const { ref, width } = useWidth();
  const prepared = useMemo(() => prepareStack(layers, { share, top, otherLabel: t('other') }), [layers, share, top, t]);
  if (prepared.rows.length === 0) return <ChartEmpty height={height} />;
  const text = write ?? ((value: number) => (share ? format.percent(value) : format.number(value)));
  const ticks = share ? [0, 0.25, 0.5, 0.75, 1] : niceTicks(0, Math.max(...prepared.rows.map(({ total }) => total)));
  const tickText = (value: number) => (share ? format.percent(value, { digits: 0 }) : text(value));
  const span = (prepared.rows.at(-1)?.t ?? 0) - (prepared.rows[0]?.t ?? 0);
  const timeText = (moment: number) => (span <= 2 * 86_400_000 ? format.time(moment) : format.day(moment));
  const data = prepared.rows.map((row) => ({ t: row.t, ...row.values }));
  return (
    <div>
      <div className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-2">
        {prepared.layers.map((layer) => (
          <LegendItem key={layer.key} colour={seriesColour(layer.slot)}>
            {layer.label}
          </LegendItem>
        ))}
        {prepared.classes > top ? (
          <span className="text-ink-3">{t('topOf', { shown: top, total: prepared.classes })}</span>
        ) : null}
      </div>
      <div ref={ref} style={{ minHeight: height }}>
        {width > 0 ? (
          <ComposedChart
            width={width}
            height={height}
            data={data}
            margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
            barCategoryGap={1}
            {...(syncId ? { syncId, syncMethod: 'value' as const } : {})}
          >
            <CartesianGrid vertical={false} stroke="var(--grid)" />
            <XAxis
              dataKey="t"
              {...(shape === 'area'
                ? { type: 'number' as const, scale: 'time' as const, domain: ['dataMin', 'dataMax'] }
                : {})}
              ticks={spreadTicks(
                prepared.rows.map((row) => row.t),
                width < 520 ? 3 : 5,
              )}
              tickFormatter={timeText}
              tick={axisStyle}
              tickLine={false}
              axisLine={{ stroke: 'var(--line-strong)' }}
              height={28}
              interval="preserveStartEnd"
            />
            <YAxis
              domain={[0, ticks.at(-1) ?? 1]}
              ticks={ticks}
              tickFormatter={tickText}
              tick={axisStyle}
              tickLine={false}
              axisLine={false}
              width={44}
            />
            <Tooltip
              isAnimationActive={false}
              cursor={{ fill: 'var(--ink)', fillOpacity: 0.06, stroke: 'none' }}
              content={({ active, label }) => {
                const row = active ? prepared.rows.find(({ t: moment }) => moment === Number(label)) : undefined;
                return row ? (
                  <ChartTooltip
                    title={`${format.dayTime(row.t)}, ${t('n', { n: format.number(row.total) })}`}
                    lines={prepared.layers.map((layer) => ({
                      key: layer.key,
                      label: layer.label,
                      colour: seriesColour(layer.slot),
                      value: text(row.values[layer.key] ?? 0),
                    }))}
                  />
                ) : null;
              }}
            />
            {prepared.layers.map((layer) =>
              shape === 'bar' ? (
                <Bar
                  key={layer.key}
                  dataKey={layer.key}
                  stackId="all"
                  fill={seriesColour(layer.slot)}
                  isAnimationActive={false}
                />
              ) : (
                <Area
                  key={layer.key}
                  dataKey={layer.key}
                  stackId="all"
                  type="linear"
                  stroke="var(--surface)"
                  strokeWidth={1}
                  fill={seriesColour(layer.slot)}
                  fillOpacity={1}
                  isAnimationActive={false}
                />
              ),
            )}
          </ComposedChart>
        ) : null}
      </div>
    </div>
  );
}
