import { fisherExact } from '../stats/fisher-exact';
import { normalTail } from '../stats/normal-tail';
import { sumScores } from './components';
import type { BlockCounts, WatchedComponent } from './watch';

export interface RowTest {
  /** Probability of such a difference or a larger one in any column, if all rows came from one distribution. */
  p: number;
  /** The strongest component of each column, the least likely first. */
  columns: { component: WatchedComponent; p: number; reference: number; current: number }[];
}

/** Kinds that count rows: their sums are whole numbers, and where they are few their chances are summed up. */
const COUNTED: readonly string[] = ['low', 'high', 'category', 'rare', 'nulls'];
const FEW = 1000;

/**
 * Are the rows of a window like those of the reference? For references without days: **rows are taken as independent**, which rows of one
 * day seldom are, so that `permuteBlocks` is the better test wherever there are days. Means of scores are compared by their pooled variance
 * over rows, counts of up to 1,000 by Fisher's exact test; each component may spend its share of the level
 * (weighted Bonferroni: Genovese, Roeder and Wasserman 2006), so that one p stands for all columns together.
 * Edge cases: components without rows on a side, or without variance, are left out; without any, p is 1.
 * Example: two columns, one with p 0.01 for a component that has 70 % of its column's share, give p 0.01 · 2 / 0.7 = 0.029.
 */
export function compareRows(
  components: readonly WatchedComponent[],
  rows: { reference: BlockCounts; window: BlockCounts },
): RowTest {
  const columns = new Map<string, RowTest['columns'][number]>();
  const names = new Set(components.map(({ column }) => column));
  for (const component of components) {
    const before = rows.reference.get(component.column);
    const now = rows.window.get(component.column);
    if (!before || !now) continue;
    const [a, b] = [sumScores(component, before), sumScores(component, now)];
    if (a.n === 0 || b.n === 0) continue;
    const own = COUNTED.includes(component.kind) && isFew(a, b) ? exactP(a, b) : pooledP(a, b);
    if (own === null) continue;
    const p = Math.min(1, own / component.share);
    const known = columns.get(component.column);
    if (!known || p < known.p)
      columns.set(component.column, { component, p, reference: a.sum / a.n, current: b.sum / b.n });
  }
  const ordered = [...columns.values()].sort((x, y) => x.p - y.p);
  return { p: Math.min(1, (ordered[0]?.p ?? 1) * names.size), columns: ordered };
}

interface Sums {
  n: number;
  sum: number;
  squares: number;
}

function pooledP(a: Sums, b: Sums): number | null {
  const n = a.n + b.n;
  const mean = (a.sum + b.sum) / n;
  const variance = ((a.squares + b.squares) / n - mean * mean) * (n / (n - 1));
  if (!(variance > 1e-12)) return null;
  const z = (b.sum / b.n - a.sum / a.n) / Math.sqrt(variance * (1 / a.n + 1 / b.n));
  return 2 * normalTail(Math.abs(z));
}

const isFew = (a: Sums, b: Sums) => Math.min(a.sum + b.sum, a.n + b.n - a.sum - b.sum) <= FEW;

function exactP(a: Sums, b: Sums): number | null {
  const found = a.sum + b.sum;
  if (found === 0 || found === a.n + b.n) return null;
  // The loop of the exact test is over the smaller margin: the rarer of both answers comes first.
  const [x, y] = 2 * found <= a.n + b.n ? [a.sum, b.sum] : [a.n - a.sum, b.n - b.sum];
  return fisherExact(x, a.n - x, y, b.n - y);
}
