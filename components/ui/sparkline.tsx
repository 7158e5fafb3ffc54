'use client';
import { useTranslations } from '@/components/ui/use-translations';
import { useFormat } from './use-format';

/** A line without axes from zero to the largest value; null is a gap. Width follows the container. */
export function Sparkline({
  values,
  label,
  tone = 'plain',
  height = 28,
  format: write,
}: {
  values: readonly (number | null)[];
  label: string;
  tone?: 'plain' | 'bad';
  height?: number;
  format?: (value: number) => string;
}) {
  const t = useTranslations('ui');
  const format = useFormat();
  const known = values.filter((value): value is number => value !== null);
  const first = known[0];
  const last = known.at(-1);
  if (first === undefined || last === undefined) return <span className="block" style={{ height }} />;
  const max = Math.max(...known, 0);
  const min = Math.min(...known, 0);
  const width = 100;
  const x = (index: number) => (values.length < 2 ? width : (index / (values.length - 1)) * width);
  const y = (value: number) => (max === min ? height - 2 : height - 2 - ((value - min) / (max - min)) * (height - 5));
  const runs: { index: number; value: number }[][] = [[]];
  values.forEach((value, index) => {
    if (value === null) runs.push([]);
    else runs.at(-1)?.push({ index, value });
  });
  const write1 = write ?? ((value: number) => format.number(value));
  const summary = t('sparkline', {
    first: write1(first),
    last: write1(last),
    min: write1(Math.min(...known)),
    max: write1(Math.max(...known)),
  });
  const colour = tone === 'bad' ? 'var(--bad)' : 'var(--ink-3)';
  const lastIndex = values.lastIndexOf(last);
  return (
    <span role="img" aria-label={`${label}. ${summary}`} className="relative block" style={{ height }}>
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        className="block size-full overflow-visible"
      >
        {runs
          .filter((run) => run.length > 0)
          .map((run) => {
            const points = run.map(({ index, value }) => `${x(index)},${y(value)}`).join(' ');
            const start = run[0]?.index ?? 0;
            const end = run.at(-1)?.index ?? start;
            return (
              <g key={start}>
                <polygon
                  points={`${x(start)},${height} ${points} ${x(end)},${height}`}
                  fill={colour}
                  fillOpacity={0.12}
                />
                <polyline
                  points={points}
                  fill="none"
                  stroke={colour}
                  strokeWidth={1.5}
                  strokeLinejoin="round"
                  vectorEffect="non-scaling-stroke"
                />
              </g>
            );
          })}
      </svg>
      <span
        className="absolute size-1.5 -translate-1/2 rounded-full"
        style={{ left: `${x(lastIndex)}%`, top: y(last), background: colour }}
      />
    </span>
  );
}
