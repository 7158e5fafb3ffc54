'use client';
import clsx from 'clsx';
import { seriesColour } from './series-colour';
import { Swatch } from './swatch';
import { useFormat } from './use-format';

export type ProbabilityBar = { name: string; share: number; slot: number | 'other'; reference?: number | undefined };

/** One bar per class from 0 to 100%, in the order given; the first is read as the answer when `strongFirst`. */
export function ProbabilityBars({
  label,
  bars,
  strongFirst = true,
}: {
  label: string;
  bars: readonly ProbabilityBar[];
  strongFirst?: boolean;
}) {
  const format = useFormat();
  return (
    <ul
      aria-label={label}
      className="grid grid-cols-[max-content_minmax(0,1fr)_max-content] items-center gap-x-4 gap-y-2.5"
    >
      {bars.map((bar, index) => (
        <li
          key={bar.name}
          className={clsx(
            'col-span-3 grid grid-cols-subgrid items-center',
            strongFirst && index === 0 && 'font-semibold',
          )}
        >
          <Swatch slot={bar.slot}>{bar.name}</Swatch>
          <span aria-hidden="true" className="relative block h-2.5 rounded-[3px] bg-sunken">
            <span
              className="block h-full min-w-px rounded-[3px]"
              style={{ width: `${Math.min(1, Math.max(0, bar.share)) * 100}%`, background: seriesColour(bar.slot) }}
            />
            {bar.reference === undefined ? null : (
              <span
                className="absolute -inset-y-1 w-0.5 -translate-x-px bg-ink"
                style={{ left: `${bar.reference * 100}%` }}
              />
            )}
          </span>
          <span className="text-right">{format.percent(bar.share)}</span>
        </li>
      ))}
    </ul>
  );
}
