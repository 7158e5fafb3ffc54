import type { ReactNode } from 'react';
import { seriesColour } from './series-colour';

/** The small square of a class or series, before its word. */
export function Swatch({ slot, children }: { slot: number | 'other'; children?: ReactNode }) {
  const mark = (
    <span aria-hidden="true" className="size-2.5 shrink-0 rounded-[2px]" style={{ background: seriesColour(slot) }} />
  );
  return children ? (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      {mark}
      {children}
    </span>
  ) : (
    mark
  );
}
