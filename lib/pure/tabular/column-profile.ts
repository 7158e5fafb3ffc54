import { parseInt64Text, parseNumberText } from './number-text';

export type ColumnType = 'integer' | 'number' | 'boolean' | 'category' | 'text' | 'empty';

export interface ColumnProfile {
  readonly type: ColumnType;
  /** All cells, empty ones included. */
  readonly count: number;
  /** Empty cells, and NaN in columns of numbers. */
  readonly nulls: number;
  /** Smallest and largest finite number; null for other types. */
  readonly min: number | null;
  readonly max: number | null;
  /** Distinct values with their counts, most frequent first; null when there are more than 50. */
  readonly categories: readonly { readonly value: string; readonly count: number }[] | null;
  /** The first different values, as written. */
  readonly firstValues: readonly string[];
}

export const MAX_CATEGORIES = 50;
const MAX_FIRST_VALUES = 5;
const MAX_VALUE_LENGTH = 200;
const BOOLEAN = /^(true|false)$/i;

/** Learns a column from its cells as text, one at a time; memory does not grow with the rows. */
export class ColumnProfiler {
  #count = 0;
  #empty = 0;
  #notNumber = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;
  #isInteger = true;
  #isNumber = true;
  #isBoolean = true;
  #categories: Map<string, number> | null = new Map();
  readonly #first = new Set<string>();

  add(cell: string): void {
    this.#count += 1;
    if (cell === '') {
      this.#empty += 1;
      return;
    }
    const value = cell.length > MAX_VALUE_LENGTH ? cell.slice(0, MAX_VALUE_LENGTH) : cell;
    if (this.#first.size < MAX_FIRST_VALUES) this.#first.add(value);
    if (this.#categories) {
      this.#categories.set(value, (this.#categories.get(value) ?? 0) + 1);
      if (this.#categories.size > MAX_CATEGORIES) this.#categories = null;
    }
    if (this.#isBoolean && !BOOLEAN.test(cell)) this.#isBoolean = false;
    if (this.#isNumber) this.#addNumber(cell);
  }

  finish(): ColumnProfile {
    const type = this.#type();
    const isNumeric = type === 'integer' || type === 'number';
    const hasRange = isNumeric && this.#min <= this.#max;
    const categories = this.#categories && type !== 'text' ? [...this.#categories] : null;
    return {
      type,
      count: this.#count,
      nulls: this.#empty + (isNumeric ? this.#notNumber : 0),
      min: hasRange ? this.#min : null,
      max: hasRange ? this.#max : null,
      categories: categories?.map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count) ?? null,
      firstValues: [...this.#first],
    };
  }

  #addNumber(cell: string): void {
    const parsed = parseNumberText(cell);
    if (!parsed.ok || parsed.value === null) {
      this.#isNumber = false;
      return;
    }
    if (Number.isNaN(parsed.value)) this.#notNumber += 1;
    else if (this.#isInteger && !parseInt64Text(cell).ok) this.#isInteger = false;
    if (!Number.isFinite(parsed.value)) return;
    this.#min = Math.min(this.#min, parsed.value);
    this.#max = Math.max(this.#max, parsed.value);
  }

  /** Text is a category when values repeat: at most 50 distinct, each at least twice on average. */
  #type(): ColumnType {
    const filled = this.#count - this.#empty;
    if (filled === 0) return 'empty';
    if (this.#isNumber) return this.#isInteger ? 'integer' : 'number';
    if (this.#isBoolean) return 'boolean';
    return this.#categories && this.#categories.size * 2 <= filled ? 'category' : 'text';
  }
}

/**
 * The profile of a whole column.
 * Example: ['1', '2', '', '2'] is integer, count 4, nulls 1, min 1, max 2, categories 2 (2 times) and 1 (once).
 */
export function profileColumn(cells: Iterable<string>): ColumnProfile {
  const profiler = new ColumnProfiler();
  for (const cell of cells) profiler.add(cell);
  return profiler.finish();
}
