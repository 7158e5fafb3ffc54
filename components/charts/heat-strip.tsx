'use client';
import type { ReactNode } from 'react';
import { prepareHeat } from './prepare-heat';

export type HeatTone = 'now' | 'bad' | 'ok';
const grounds: Record<HeatTone, string> = { now: 'var(--current)', bad: 'var(--bad)', ok: 'var(--ok)' };

/**
 * A grid of cells whose ground grows with the value: confusion matrices, drift by feature and day. The number is always
 * written when `write` is given, so colour is never the only sign. `toneOf` colours single cells.
 */
export function HeatStrip({
  label,
  corner,
  columns,
  rows,
  values,
  write,
  most,
  toneOf,
  cellTitle,
}: {
  label: string;
  corner?: ReactNode;
  columns: readonly string[];
  rows: readonly string[];
  values: readonly (readonly (number | null)[])[];
  write?: (value: number) => ReactNode;
  most?: number;
  toneOf?: (row: number, column: number) => HeatTone;
  cellTitle?: (row: number, column: number, value: number | null) => string;
}) {
  const cells = prepareHeat(values, most);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls sideways must be reachable by keyboard.
    <section aria-label={label} tabIndex={0} className="overflow-x-auto">
      <table className="w-full border-separate border-spacing-0.5 text-sm">
        <thead>
          <tr className="text-xs text-ink-3">
            {corner ? (
              <th scope="col" className="pr-3 text-left font-normal">
                {corner}
              </th>
            ) : (
              <td />
            )}
            {columns.map((column) => (
              <th key={column} scope="col" className="px-1 pb-1 text-center font-normal">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((name, row) => (
            <tr key={name}>
              <th scope="row" className="pr-3 text-left font-normal whitespace-nowrap">
                {name}
              </th>
              {(cells[row] ?? []).map((cell, column) => (
                <td
                  key={columns[column]}
                  title={cellTitle?.(row, column, cell.value)}
                  className="h-8 min-w-6 rounded-sm bg-sunken text-center"
                  style={
                    cell.strength > 0
                      ? {
                          background: `color-mix(in srgb, ${grounds[toneOf?.(row, column) ?? 'now']} ${Math.round(6 + cell.strength * 24)}%, var(--surface))`,
                        }
                      : undefined
                  }
                >
                  {cell.value === null ? (
                    '–'
                  ) : write ? (
                    write(cell.value)
                  ) : (
                    <span className="sr-only">{cell.value}</span>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
