import type { TrainingColumn } from './bin-columns';
import type { InputPlan } from './plan-inputs';

/** How a column enters a linear model. */
export type LinearColumn =
  /** (value − center)/scale, `fill` standing for a missing value. */
  | { readonly kind: 'number'; readonly fill: number; readonly center: number; readonly scale: number }
  /** 0 or 1 for each code, and for missing values where there were any; all 0 for a text that is not known. */
  | { readonly kind: 'category'; readonly codes: number; readonly hasMissing: boolean };

/** Standardised numbers of a row stop here: no row was a million deviations from the mean, and infinite ones would have no answer. */
export const FARTHEST = 1e6;

/** Columns of numbers, then for each column of categories the place of the coefficient that a row has, or -1 for none. */
export interface Design {
  readonly rows: number;
  readonly numbers: readonly Float64Array[];
  readonly places: readonly Int32Array[];
  readonly width: number;
}

/**
 * Learns how columns are imputed and scaled, as scikit-learn's SimpleImputer, StandardScaler (deviation over n) and OneHotEncoder do. A
 * missing category is a category of its own. A number that never changes has the scale 1.
 */
export function learnLinearColumns(
  plans: readonly InputPlan[],
  columns: readonly TrainingColumn[],
  impute: 'mean' | 'median',
): LinearColumn[] {
  const used = plans.filter(({ use }) => use === 'used');
  return columns.map(({ kind, values }, at) => {
    if (kind === 'category') {
      const plan = used[at];
      const codes = (plan?.categories.length ?? 0) + (plan?.hasOthers ? 1 : 0);
      return { kind, codes, hasMissing: values.some((value) => Number.isNaN(value)) };
    }
    const known = values.filter(Number.isFinite);
    const fill = impute === 'mean' ? meanOf(known) : medianOf(known);
    const filled = values.map((value) => (Number.isFinite(value) ? value : fill));
    const center = meanOf(filled);
    let squares = 0;
    for (const value of filled) squares += (value - center) ** 2;
    const scale = Math.sqrt(squares / filled.length);
    return { kind, fill, center, scale: scale > 0 ? scale : 1 };
  });
}

/** Encoded columns as a linear model takes them. */
export function makeDesign(learnt: readonly LinearColumn[], columns: readonly TrainingColumn[], rows: number): Design {
  const numbers = learnt.flatMap((column, at) =>
    column.kind === 'number' ? [standardise(column, columns[at] as TrainingColumn)] : [],
  );
  let width = numbers.length;
  const places = learnt.flatMap((column, at) => {
    if (column.kind === 'number') return [];
    const { values } = columns[at] as TrainingColumn;
    const start = width;
    width += column.codes + (column.hasMissing ? 1 : 0);
    const found = new Int32Array(rows);
    for (let row = 0; row < rows; row += 1) {
      const code = values[row] as number;
      if (Number.isNaN(code)) found[row] = column.hasMissing ? start + column.codes : -1;
      else found[row] = code < 0 ? -1 : start + code;
    }
    return [found];
  });
  return { rows, numbers, places, width };
}

function standardise(
  { fill, center, scale }: LinearColumn & { kind: 'number' },
  { values }: TrainingColumn,
): Float64Array {
  const scaled = new Float64Array(values.length);
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row] as number;
    const standard = ((Number.isNaN(value) ? fill : value) - center) / scale;
    scaled[row] = Math.max(-FARTHEST, Math.min(FARTHEST, standard));
  }
  return scaled;
}

function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function medianOf(values: Float64Array): number {
  const sorted = values.slice().sort();
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
