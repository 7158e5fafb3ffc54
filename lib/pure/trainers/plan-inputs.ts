import type { TrainingColumn } from './bin-columns';
import { TrainingRefused } from './training-refused';
import { type Cell, type ColumnKind, type InputDatatype, isMissing, type TableColumn } from './training-table';

/** The most frequent ones; all others share a category where there are more. One bin is that of others, one that of missing values. */
export const MOST_CATEGORIES = 254;

/** What became of a column of the table. */
export type InputUse = 'used' | 'all_null' | 'constant';

/** An input of the exported file, and how its values become numbers. */
export interface InputPlan {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly datatype: InputDatatype;
  readonly use: InputUse;
  /** Of a category, the most frequent first: the place is the code. */
  readonly categories: readonly string[];
  /** Whether one more code stands for every other text, those too that no row had. Without it these have none. */
  readonly hasOthers: boolean;
}

/** What a person may want to know of how a column was read. */
export interface ColumnNotes {
  readonly column: string;
  readonly missing: number;
  /** Of these numbers that are infinite, as 32-bit floats. */
  readonly notFinite: number;
  /** Of a column of categories: how many different ones there are, and rows of those that are not told apart. */
  readonly distinct: number;
  readonly otherRows: number;
  /** Of a column that is one of categories without being declared so: its cells that are no texts. */
  readonly numbersAmongTexts: number;
}

/** The code of a text that is not among the categories. */
export const UNKNOWN = -1;

/**
 * How each column of the rows is read. A column whose values are all missing, or all the same, is an input that answers do not depend on.
 * Throws TrainingRefused for names that a file cannot have, texts among declared numbers, and values that a declared datatype cannot carry.
 */
export function planInputs(columns: readonly TableColumn[]): { plans: InputPlan[]; notes: ColumnNotes[] } {
  if (columns.length === 0) throw new TrainingRefused('no_columns');
  const names = new Set<string>();
  for (const { name } of columns) {
    if (!isName(name)) throw new TrainingRefused('bad_column_name', name.slice(0, MOST_LETTERS));
    if (names.has(name)) throw new TrainingRefused('duplicate_column', name);
    names.add(name);
  }
  const planned = columns.map((column) => (kindOf(column) === 'category' ? planCategory(column) : planNumber(column)));
  const plans = planned.map(({ plan }) => plan);
  if (plans.every(({ use }) => use !== 'used')) throw new TrainingRefused('no_usable_column');
  return { plans, notes: planned.map(({ notes }) => notes) };
}

/** The used columns as trainers take them, of all rows: numbers rounded to 32 bits as the file takes them, codes of categories, NaN for missing. */
export function encodeInputs(plans: readonly InputPlan[], columns: readonly TableColumn[]): TrainingColumn[] {
  const byName = new Map(columns.map((column) => [column.name, column]));
  return plans
    .filter(({ use }) => use === 'used')
    .map((plan) => {
      const column = byName.get(plan.name);
      if (!column) throw new RangeError(`column ${plan.name} is missing`);
      return plan.kind === 'category' ? encodeCategory(plan, column) : encodeNumber(column);
    });
}

const MOST_LETTERS = 128;

const isName = (name: string) =>
  name.length > 0 && name.length <= MOST_LETTERS && !/\p{Cc}|\u{fffd}/u.test(name) && name !== '__proto__';

function kindOf({ kind, values }: TableColumn): ColumnKind {
  if (kind) return kind;
  if (values instanceof Float64Array) return 'number';
  let [booleans, others] = [0, 0];
  for (const cell of values) {
    if (typeof cell === 'string' && cell !== '') return 'category';
    if (typeof cell === 'boolean') booleans += 1;
    else if (!isMissing(cell)) others += 1;
  }
  return booleans > 0 && others === 0 ? 'boolean' : 'number';
}

function encodeNumber({ values }: TableColumn): TrainingColumn {
  const encoded = new Float64Array(values.length);
  for (let row = 0; row < values.length; row += 1) encoded[row] = numberOf(values[row]);
  return { kind: 'number', values: encoded };
}

/** NaN for what is no number. Infinite ones stay: only where they are learnt from are they missing. */
function numberOf(cell: Cell | undefined): number {
  if (typeof cell === 'number') return Math.fround(cell);
  return typeof cell === 'boolean' ? Number(cell) : Number.NaN;
}

function encodeCategory({ categories, hasOthers }: InputPlan, { values }: TableColumn): TrainingColumn {
  const codes = new Map(categories.map((text, code) => [text, code]));
  const other = hasOthers ? categories.length : UNKNOWN;
  const encoded = new Float64Array(values.length);
  for (let row = 0; row < values.length; row += 1) {
    const cell = values[row];
    encoded[row] = isMissing(cell) ? Number.NaN : (codes.get(String(cell)) ?? other);
  }
  return { kind: 'category', values: encoded };
}

function planNumber(column: TableColumn): { plan: InputPlan; notes: ColumnNotes } {
  const { name, values } = column;
  const kind = kindOf(column) === 'boolean' ? 'boolean' : 'number';
  let [missing, notFinite, texts, fractions, isVaried] = [0, 0, 0, 0, false];
  let first: number | null = null;
  for (let row = 0; row < values.length; row += 1) {
    const cell = values[row];
    if (typeof cell === 'string' && cell !== '') texts += 1;
    const value = numberOf(cell);
    if (Number.isNaN(value)) missing += 1;
    else if (!Number.isFinite(value)) notFinite += 1;
    else {
      if (!Number.isInteger(cell)) fractions += typeof cell === 'boolean' ? 0 : 1;
      first ??= value;
      if (value !== first) isVaried = true;
    }
  }
  if (texts > 0) throw new TrainingRefused('text_in_number_column', name, { rows: texts });
  const gone = missing + notFinite;
  const datatype = column.datatype ?? (kind === 'boolean' && gone === 0 ? 'BOOL' : 'FP32');
  if (datatype === 'BYTES') throw new TrainingRefused('unfit_for_datatype', name, { missing, fractions });
  const isFloat = datatype === 'FP32' || datatype === 'FP64';
  if (!isFloat && (gone > 0 || fractions > 0))
    throw new TrainingRefused('unfit_for_datatype', name, { missing: gone, fractions });
  const use = first === null ? 'all_null' : !isVaried && gone === 0 ? 'constant' : 'used';
  return {
    plan: { name, kind, datatype, use, categories: [], hasOthers: false },
    notes: { column: name, missing: gone, notFinite, distinct: 0, otherRows: 0, numbersAmongTexts: 0 },
  };
}

function planCategory({ name, values, kind, datatype = 'BYTES' }: TableColumn): {
  plan: InputPlan;
  notes: ColumnNotes;
} {
  const counts = new Map<string, number>();
  let [missing, numbers] = [0, 0];
  for (let row = 0; row < values.length; row += 1) {
    const cell = values[row];
    if (isMissing(cell)) {
      missing += 1;
      continue;
    }
    if (typeof cell !== 'string') numbers += 1;
    const text = String(cell);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  if (datatype !== 'BYTES') throw new TrainingRefused('unfit_for_datatype', name, { missing, fractions: 0 });
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  const otherRows = sorted.slice(MOST_CATEGORIES).reduce((sum, [, count]) => sum + count, 0);
  const use = counts.size === 0 ? 'all_null' : counts.size === 1 && missing === 0 ? 'constant' : 'used';
  return {
    plan: {
      name,
      kind: 'category',
      datatype,
      use,
      categories: use === 'used' ? sorted.slice(0, MOST_CATEGORIES).map(([text]) => text) : [],
      hasOthers: otherRows > 0,
    },
    notes: {
      column: name,
      missing,
      notFinite: 0,
      distinct: counts.size,
      otherRows,
      numbersAmongTexts: kind ? 0 : numbers,
    },
  };
}
