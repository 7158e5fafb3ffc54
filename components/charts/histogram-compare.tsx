'use client';
import { useMemo } from 'react';
import { Area, CartesianGrid, ComposedChart, ReferenceLine, Tooltip, XAxis, YAxis } from 'recharts';
import { useFormat } from '@/components/ui/use-format';
import { useTranslations } from '@/components/ui/use-translations';
import { ChartEmpty, LegendItem } from './chart-card';
import { ChartTooltip } from './chart-tooltip';
import { type Bins, prepareHistogram } from './prepare-histogram';
import { niceTicks, spreadTicks } from './ticks';
import { useWidth } from './use-width';

const axisStyle = { fill: 'var(--axis)', fontSize: 12 };

/**
 * Reference as grey filled steps, now as a petrol line of steps with a tint; shares of rows per bin from zero; medians dotted
 * and named. `value` marks one row (as in Try). `bare` leaves axes and legend out for tables.
 */
export function HistogramCompare({
  reference,
  now,
  unit,
  referenceLabel,
  nowLabel,
  value,
  height = 220,
  bare = false,
  onPick,
}: {
  reference: Bins | null;
  now: Bins | null;
  unit?: string;
  referenceLabel?: string;
  nowLabel?: string;
  value?: number | null;
  height?: number;
  bare?: boolean;
  /** Gets the place of a pressed bin. */
  onPick?: (at: number) => void;
}) {
  const t = useTranslations('ui.chart');
  const format = useFormat();
  const { ref, width } = useWidth();
  const prepared = useMemo(() => prepareHistogram(reference, now), [reference, now]);
  const first = prepared.bins[0];
  const last = prepared.bins.at(-1);
  if (!first || !last) return <ChartEmpty height={height} />;
  const names = { reference: referenceLabel ?? t('reference'), now: nowLabel ?? t('now') };
  const ticks = niceTicks(0, prepared.high === 0 ? 1 : prepared.high);
  const withUnit = (amount: number) => (unit ? format.withUnit(format.number(amount), unit) : format.number(amount));
  const areas = [
    reference ? { key: 'reference', stroke: 'none', fill: 'var(--reference)', opacity: 1 } : null,
    now ? { key: 'now', stroke: 'var(--current)', fill: 'var(--current)', opacity: 0.12 } : null,
  ].filter((area) => area !== null);
  const medians = [
    { key: 'reference', at: reference?.median, colour: 'var(--reference-line)', ink: 'var(--axis)' },
    { key: 'now', at: now?.median, colour: 'var(--current)', ink: 'var(--ink)' },
  ] as const;
  return (
    <div>
      {bare ? null : (
        <div className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-xs text-ink-2">
          {reference ? (
            <LegendItem colour="var(--reference)">
              {names.reference}, {t('n', { n: format.number(prepared.referenceN) })}
            </LegendItem>
          ) : null}
          {now ? (
            <LegendItem colour="var(--current)" line>
              {names.now}, {t('n', { n: format.number(prepared.nowN) })}
            </LegendItem>
          ) : null}
        </div>
      )}
      <div ref={ref} style={{ minHeight: height }}>
        {width > 0 ? (
          <ComposedChart
            width={width}
            height={height}
            data={prepared.rows}
            margin={bare ? { top: 1, right: 0, bottom: 0, left: 0 } : { top: 22, right: 12, bottom: 0, left: 0 }}
            accessibilityLayer={!bare}
            onClick={({ activeLabel }) => {
              const at = prepared.bins.findIndex(({ from }) => from === Number(activeLabel));
              if (at >= 0) onPick?.(at);
            }}
          >
            {bare ? null : <CartesianGrid vertical={false} stroke="var(--grid)" />}
            <XAxis
              dataKey="x"
              type="number"
              domain={[first.from, last.to]}
              hide={bare}
              ticks={spreadTicks(
                prepared.rows.map(({ x }) => x),
                width < 520 ? 4 : 8,
              )}
              tickFormatter={(edge: number) => format.number(edge)}
              tick={axisStyle}
              tickLine={false}
              axisLine={{ stroke: 'var(--line-strong)' }}
              height={unit ? 44 : 28}
              {...(unit
                ? {
                    label: { value: unit, position: 'insideBottomRight', fill: 'var(--axis)', fontSize: 12, offset: 4 },
                  }
                : {})}
            />
            <YAxis
              hide={bare}
              domain={[0, ticks.at(-1) ?? 1]}
              ticks={ticks}
              tickFormatter={(part: number) => format.percent(part, { digits: 0 })}
              tick={axisStyle}
              tickLine={false}
              axisLine={false}
              width={44}
            />
            {areas.map((area) => (
              <Area
                key={area.key}
                dataKey={area.key}
                type="stepAfter"
                stroke={area.stroke}
                strokeWidth={bare ? 1.5 : 2}
                fill={area.fill}
                fillOpacity={area.opacity}
                isAnimationActive={false}
                activeDot={false}
              />
            ))}
            {bare
              ? null
              : medians.map((median) =>
                  median.at === undefined ? null : (
                    <ReferenceLine
                      key={median.key}
                      x={median.at}
                      stroke={median.colour}
                      strokeDasharray="2 3"
                      label={{
                        value: t('median', { which: names[median.key], value: withUnit(median.at) }),
                        position: 'top',
                        textAnchor:
                          (reference?.median ?? median.at) <= (now?.median ?? median.at) ===
                          (median.key === 'reference')
                            ? 'end'
                            : 'start',
                        fill: median.ink,
                        fontSize: 12,
                      }}
                    />
                  ),
                )}
            {value === null || value === undefined ? null : (
              <ReferenceLine x={value} stroke="var(--current)" strokeWidth={2} />
            )}
            {bare ? null : (
              <Tooltip
                isAnimationActive={false}
                cursor={{ stroke: 'var(--ink-3)', strokeWidth: 1 }}
                content={({ active, label }) => {
                  const bin = active ? prepared.bins.find(({ from }) => from === Number(label)) : undefined;
                  if (!bin) return null;
                  const lines = [
                    {
                      key: 'reference',
                      label: names.reference,
                      colour: 'var(--reference)',
                      share: bin.reference,
                      count: bin.referenceCount,
                    },
                    { key: 'now', label: names.now, colour: 'var(--current)', share: bin.now, count: bin.nowCount },
                  ].filter((line) => line.share !== null);
                  return (
                    <ChartTooltip
                      title={format.between(format.number(bin.from), withUnit(bin.to))}
                      lines={lines.map((line) => ({
                        ...line,
                        value: format.percent(line.share ?? 0),
                        detail: t('n', { n: format.number(line.count ?? 0) }),
                      }))}
                    />
                  );
                }}
              />
            )}
          </ComposedChart>
        ) : null}
      </div>
    </div>
  );
}
