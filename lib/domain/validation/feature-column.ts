import type { FeatureColumn } from '@/lib/pure/stats/single-feature-rule';
import { parseNumberText } from '@/lib/pure/tabular/number-text';
import type { RowPlace } from '../registry';

/** The cells of one place as a column that simple rules can look at; what is empty or no number is missing. */
export function featureColumn(place: RowPlace, cells: readonly string[]): FeatureColumn {
  if (place.datatype === 'BYTES' || place.datatype === 'BOOL')
    return { name: place.name, kind: 'category', values: cells.map((cell) => (cell === '' ? null : cell)) };
  return {
    name: place.name,
    kind: 'number',
    values: cells.map((cell) => {
      const parsed = parseNumberText(cell);
      return parsed.ok && parsed.value !== null && Number.isFinite(parsed.value) ? parsed.value : null;
    }),
  };
}
