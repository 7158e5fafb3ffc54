import type { SliceCut, SliceKey } from './cut-column';

/** What a slice is called: a band is above `low` up to and with `high`, null being no end. */
export type SliceLabel =
  | { kind: 'band'; low: number | null; high: number | null }
  | { kind: 'value'; value: string }
  | { kind: 'other' }
  | { kind: 'null' };

/** The name of a slice of a cut. Example: '1' of the edges [3, 5] is the band above 3 up to 5. */
export function nameSlice(cut: SliceCut, key: SliceKey): SliceLabel {
  if (key === 'other' || key === 'null') return { kind: key };
  const at = Number(key);
  if (cut.kind === 'values') return { kind: 'value', value: cut.values[at] ?? '' };
  return { kind: 'band', low: cut.edges[at - 1] ?? null, high: cut.edges[at] ?? null };
}
