import type { CsvValue } from '@/components/charts/csv';
import { writeRange } from '@/components/shell/range';
import type { Drift, DriftFeature } from '@/lib/domain/drift/schema';
import type { OfVersion } from './reference-form';

const MINUTE_MS = 60_000;

export type DriftWindow = Pick<Drift, 'from' | 'to'>;

/** The page Predictions with the rows of the window whose value falls into a bin of the reference. */
export function behindHref(of: OfVersion, { from, to }: DriftWindow, input: string, bin: string): string {
  const query = new URLSearchParams({
    // The address has whole minutes.
    range: writeRange({ from: new Date(from), to: new Date(Math.ceil(Date.parse(to) / MINUTE_MS) * MINUTE_MS) }),
    version: String(of.version),
    input,
    bin,
  });
  return `/p/${of.project}/models/${encodeURIComponent(of.model)}/predictions?${query}`;
}

/** The bin of a line in the table of a column, by what stands in it; the line of what is not listed is outside the reference. */
export function binOf({ shape }: DriftFeature, row: Readonly<Record<string, CsvValue>>): string {
  if (shape.kind === 'category') {
    const at = shape.categories.indexOf(String(row.value));
    return at < 0 ? 'outside' : String(at);
  }
  if (row.low === null) return '0';
  return String(shape.edges.indexOf(Number(row.low)) + 1);
}
