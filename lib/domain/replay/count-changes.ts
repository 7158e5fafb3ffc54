import { isSameNumber } from '@/lib/pure/stats/is-same-number';
import { quantileSorted } from '@/lib/pure/stats/quantile';
import { MOST_LISTED, type ReplayResult } from './schema';

const MOST_CHANGES = 50;
const DAY_MS = 86_400_000;

/** A row as it was answered, and as the version answers it now. */
export interface ReplayedRow {
  rowId: string;
  atMs: number;
  /** That answered then. */
  version: number;
  before: string;
  after: string;
  /** The label that counts and how many rows it stands for; null without one, or where the version may have known it. */
  truth: { value: string; weight: number } | null;
  /** A label that counts towards nothing, for people. */
  label: string | null;
}

/** Counts what changed, row after row. `isNumber`: answers are numbers. */
export class ChangeCounter {
  readonly #isNumber: boolean;
  readonly #changes = new Map<string, { before: string; after: string; rows: number }>();
  readonly #differences: number[] = [];
  readonly #days = new Map<number, { rows: number; different: number }>();
  readonly #truth = { n: 0, weight: 0, before: 0, after: 0 };
  #listed: ReplayResult['listed'] = [];
  same = 0;
  different = 0;

  constructor({ isNumber }: { isNumber: boolean }) {
    this.#isNumber = isNumber;
  }

  add(row: ReplayedRow): void {
    const isSame = this.#isNumber ? isSameNumber(Number(row.before), Number(row.after)) : row.before === row.after;
    const dayMs = Math.floor(row.atMs / DAY_MS) * DAY_MS;
    const day = this.#days.get(dayMs) ?? { rows: 0, different: 0 };
    this.#days.set(dayMs, { rows: day.rows + 1, different: day.different + (isSame ? 0 : 1) });
    if (this.#isNumber) this.#differences.push(Math.abs(Number(row.after) - Number(row.before)));
    this.#addTruth(row);
    if (isSame) {
      this.same += 1;
      return;
    }
    this.different += 1;
    const key = JSON.stringify([row.before, row.after]);
    const change = this.#changes.get(key) ?? { before: row.before, after: row.after, rows: 0 };
    change.rows += 1;
    if (!this.#isNumber) this.#changes.set(key, change);
    this.#listed.push({
      rowId: row.rowId,
      at: new Date(row.atMs).toISOString(),
      version: row.version,
      before: row.before,
      after: row.after,
      truth: row.label,
    });
    // Rows come oldest first: the newest stay.
    if (this.#listed.length >= 2 * MOST_LISTED) this.#listed = this.#listed.slice(-MOST_LISTED);
  }

  #addTruth({ truth, before, after }: ReplayedRow): void {
    if (!truth) return;
    const loss = (answer: string) =>
      this.#isNumber ? Math.abs(Number(answer) - Number(truth.value)) : Number(answer === truth.value);
    const [was, is] = [loss(before), loss(after)];
    if (!Number.isFinite(was) || !Number.isFinite(is)) return;
    this.#truth.n += 1;
    this.#truth.weight += truth.weight;
    this.#truth.before += truth.weight * was;
    this.#truth.after += truth.weight * is;
  }

  /** By labels: share of right answers, or mean absolute error; null without any. */
  truth(): { measure: 'accuracy' | 'mae'; n: number; before: number; after: number } | null {
    const { n, weight, before, after } = this.#truth;
    if (weight === 0) return null;
    return {
      measure: this.#isNumber ? 'mae' : 'accuracy',
      n,
      before: before / weight,
      after: after / weight,
    };
  }

  result(unit: string): Pick<ReplayResult, 'same' | 'different' | 'changes' | 'differences' | 'days' | 'listed'> {
    const sorted = Float64Array.from(this.#differences).sort();
    return {
      same: this.same,
      different: this.different,
      changes: [...this.#changes.values()].sort((a, b) => b.rows - a.rows).slice(0, MOST_CHANGES),
      differences:
        sorted.length === 0
          ? null
          : {
              mean: sorted.reduce((sum, value) => sum + value, 0) / sorted.length,
              p50: quantileSorted(sorted, 0.5),
              p95: quantileSorted(sorted, 0.95),
              unit,
            },
      days: [...this.#days]
        .sort(([a], [b]) => a - b)
        .map(([dayMs, counts]) => ({ day: new Date(dayMs).toISOString().slice(0, 10), ...counts })),
      listed: this.#listed.slice(-MOST_LISTED).reverse(),
    };
  }
}
