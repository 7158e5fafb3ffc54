'use client';
import type { ReactNode } from 'react';

export type TooltipLine = { key: string; label: ReactNode; colour?: string; value: ReactNode; detail?: ReactNode };

/** The small table at the crosshair: moment or bin, then one line per series with unit and n. */
export function ChartTooltip({ title, lines }: { title: ReactNode; lines: readonly TooltipLine[] }) {
  return (
    <div className="rounded-md border border-line bg-raised px-3 py-2 text-xs shadow-float">
      <p className="mb-1 font-semibold text-ink">{title}</p>
      <table>
        <tbody>
          {lines.map((line) => (
            <tr key={line.key}>
              <td className="pr-1.5">
                {line.colour ? (
                  <span className="block size-2 rounded-[2px]" style={{ background: line.colour }} />
                ) : null}
              </td>
              <td className="pr-3 text-ink-2">{line.label}</td>
              <td className="text-right text-ink">{line.value}</td>
              {line.detail ? <td className="pl-2 text-right text-ink-3">{line.detail}</td> : null}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
