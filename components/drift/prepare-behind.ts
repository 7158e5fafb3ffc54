import type { CsvValue } from '@/components/charts/csv';
import { writeRange } from '@/components/shell/range';
import type { Drift, DriftFeature, DriftWatch } from '@/lib/domain/drift/schema';
import type { OfVersion } from './reference-form';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

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
  return predictionsHref(of, query);
}

const predictionsHref = ({ project, model }: OfVersion, query: URLSearchParams): string =>
  `/p/${project}/models/${encodeURIComponent(model)}/predictions?${query}`;

/**
 * The page Predictions with the rows of watched days, both included. Rows that name their own day may have come at any time since, and a day
 * before at the earliest.
 */
export function daysHref(
  of: OfVersion,
  basis: DriftWatch['basis'],
  { from, to, now }: { from: string; to: string; now: Date },
): string {
  const [firstMs, endMs] = [Date.parse(from), Date.parse(to) + DAY_MS];
  const isOwn = basis === 'own-time';
  const range = isOwn
    ? { from: new Date(firstMs - DAY_MS), to: new Date(Math.ceil(now.getTime() / MINUTE_MS) * MINUTE_MS) }
    : { from: new Date(firstMs), to: new Date(endMs) };
  return predictionsHref(
    of,
    new URLSearchParams({
      range: writeRange(range),
      version: String(of.version),
      ...(isOwn ? { ownFrom: from, ownTo: to } : {}),
    }),
  );
}

/** The bin behind the bar of a category; null where it is no single one, or has no rows now. */
export function binOfBar({ shape }: DriftFeature, name: string, unlisted: string): string | null {
  if (shape.kind !== 'category') return null;
  const at = shape.categories.indexOf(name);
  if (at >= 0) return (shape.current[at] ?? 0) > 0 ? String(at) : null;
  return name === unlisted && shape.currentOther > 0 ? 'outside' : null;
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
