import { symmetricEigen } from '../stats/symmetric-eigen';

const VARIANCE_KEPT = 0.65;

/**
 * As many principal components of standardised columns as hold more than 65 % of their variance, the rule of NannyML 0.13. Empty where no
 * column varies. Example: of two equal columns it is one, [±0.707, ±0.707].
 */
export function principalAxes(columns: readonly Float64Array[]): readonly (readonly number[])[] {
  const covariance = columns.map((a) =>
    columns.map((b) => {
      let sum = 0;
      for (let i = 0; i < a.length; i += 1) sum += (a[i] ?? 0) * (b[i] ?? 0);
      return sum / a.length;
    }),
  );
  const { values, vectors } = symmetricEigen(covariance);
  const whole = values.reduce((sum, value) => sum + Math.max(0, value), 0);
  if (!(whole > 0)) return [];
  let sum = 0;
  const kept = values.findIndex((value) => {
    sum += value;
    return sum / whole > VARIANCE_KEPT;
  });
  return vectors.slice(0, kept + 1);
}

/** What projection on the axes loses of rows. */
export interface Residuals {
  /** Distance of each row from its image, in standard deviations. */
  readonly errors: Float64Array;
  /** Mean distance of each column's values from their image; NaN without rows. */
  readonly byColumn: Float64Array;
}

/** Example: on the axis of two equal columns the row (1, -1) has error 1.414, and each column is 1 off. */
export function residualsOf(columns: readonly Float64Array[], axes: readonly (readonly number[])[]): Residuals {
  const rows = columns[0]?.length ?? 0;
  const errors = new Float64Array(rows);
  const byColumn = new Float64Array(columns.length);
  const places = new Float64Array(axes.length);
  for (let row = 0; row < rows; row += 1) {
    for (let k = 0; k < axes.length; k += 1) {
      let place = 0;
      for (let i = 0; i < columns.length; i += 1) place += (axes[k]?.[i] ?? 0) * (columns[i]?.[row] ?? 0);
      places[k] = place;
    }
    let square = 0;
    for (let i = 0; i < columns.length; i += 1) {
      let image = 0;
      for (let k = 0; k < axes.length; k += 1) image += (axes[k]?.[i] ?? 0) * (places[k] ?? 0);
      const off = (columns[i]?.[row] ?? 0) - image;
      square += off ** 2;
      byColumn[i] = (byColumn[i] ?? 0) + Math.abs(off);
    }
    errors[row] = Math.sqrt(square);
  }
  return { errors, byColumn: byColumn.map((sum) => sum / rows) };
}
