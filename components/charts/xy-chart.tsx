'use client';
import { useMemo } from 'react';
import { Area, CartesianGrid, ComposedChart, Line, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { ChartEmpty } from './chart-card';
import { ChartTooltip } from './chart-tooltip';
import { niceTicks } from './ticks';
import { useWidth } from './use-width';

export type XyPoint = { x: number; y: number; n?: number; low?: number; high?: number };

const axisStyle = { fill: 'var(--axis)', fontSize: 12 };
const MOST_DOTS = 60;

/**
 * One value over another, both numbers: straight between points, with an optional band. `diagonal` is the grey line on which both
 * are the same; `marks` are hairlines with a name at a place of the x axis.
 */
export function XyChart({
  label,
  points,
  writeX,
  writeY,
  xTitle,
  domain,
  fromZero = false,
  diagonal,
  marks = [],
  height = 260,
}: {
  /** Name of the line. */
  label: string;
  points: readonly XyPoint[];
  writeX: (value: number) => string;
  writeY: (value: number) => string;
  xTitle: string;
  /** Ends of both axes where they are known. */
  domain?: readonly [number, number];
  fromZero?: boolean;
  diagonal?: string;
  marks?: readonly { x: number; label: string }[];
  height?: number;
}) {
  const t = useTranslations('ui.chart');
  const format = useFormat();
  const { ref, width } = useWidth();
  const data = useMemo(
    () =>
      points.map(({ low, high, ...point }) => ({
        ...point,
        ...(low === undefined || high === undefined ? {} : { band: [low, high] }),
      })),
    [points],
  );
  const [first] = points;
  if (!first) return <ChartEmpty height={height} />;
  const xs = points.map(({ x }) => x);
  const ys = points.flatMap(({ y, low = y, high = y }) => [y, low, high]);
  const both = diagonal === undefined ? ys : [...ys, ...xs];
  const xTicks = niceTicks(domain?.[0] ?? Math.min(...xs), domain?.[1] ?? Math.max(...xs), width < 520 ? 4 : 6);
  const yTicks = niceTicks(
    domain && diagonal !== undefined ? domain[0] : Math.min(...both, fromZero ? 0 : Number.POSITIVE_INFINITY),
    domain && diagonal !== undefined ? domain[1] : Math.max(...both),
  );
  const [xLow = 0, xHigh = 1] = [xTicks[0], xTicks.at(-1)];
  const [yLow = 0, yHigh = 1] = [yTicks[0], yTicks.at(-1)];
  const [same, until] = [Math.max(xLow, yLow), Math.min(xHigh, yHigh)];
  const axisWidth = Math.max(40, 10 + 6.6 * Math.max(...yTicks.map((tick) => writeY(tick).length)));
  return (
    <div ref={ref} style={{ minHeight: height }}>
      {width > 0 ? (
        <ComposedChart width={width} height={height} data={data} margin={{ top: 22, right: 16, bottom: 0, left: 0 }}>
          <CartesianGrid vertical={false} stroke="var(--grid)" />
          <XAxis
            dataKey="x"
            type="number"
            domain={[xLow, xHigh]}
            ticks={xTicks}
            tickFormatter={writeX}
            tick={axisStyle}
            tickLine={false}
            axisLine={{ stroke: 'var(--line-strong)' }}
            height={46}
            label={{ value: xTitle, position: 'insideBottom', fill: 'var(--axis)', fontSize: 12, offset: 4 }}
          />
          <YAxis
            domain={[yLow, yHigh]}
            ticks={yTicks}
            tickFormatter={writeY}
            tick={axisStyle}
            tickLine={false}
            axisLine={false}
            width={axisWidth}
            allowDataOverflow
          />
          {diagonal !== undefined && until > same ? (
            <ReferenceLine
              segment={[
                { x: same, y: same },
                { x: until, y: until },
              ]}
              stroke="var(--reference-line)"
            />
          ) : null}
          {marks.map((mark) => (
            <ReferenceLine
              key={`${mark.x}${mark.label}`}
              x={mark.x}
              stroke="var(--line-strong)"
              label={{ value: mark.label, position: 'top', fill: 'var(--axis)', fontSize: 12 }}
            />
          ))}
          <Area
            dataKey="band"
            stroke="none"
            fill="var(--current)"
            fillOpacity={0.14}
            isAnimationActive={false}
            activeDot={false}
          />
          <Line
            dataKey="y"
            type="linear"
            stroke="var(--current)"
            strokeWidth={2}
            dot={points.length > MOST_DOTS ? false : { r: 3, fill: 'var(--current)', strokeWidth: 0 }}
            isAnimationActive={false}
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ stroke: 'var(--ink-3)', strokeWidth: 1 }}
            content={({ active, label: at }) => {
              const point = active ? points.find(({ x }) => x === Number(at)) : undefined;
              return point ? (
                <ChartTooltip
                  title={`${xTitle}: ${writeX(point.x)}`}
                  lines={[
                    {
                      key: 'y',
                      label,
                      colour: 'var(--current)',
                      value: writeY(point.y),
                      ...(point.n === undefined ? {} : { detail: t('n', { n: format.number(Math.round(point.n)) }) }),
                    },
                  ]}
                />
              ) : null;
            }}
          />
        </ComposedChart>
      ) : null}
    </div>
  );
}
