/**
 * Pearson's correlation of two columns over the rows in which both have a number; NaN is no number.
 * Source: Pearson 1895, in two passes over deviations from the mean, so that large means lose no digits.
 * Edge cases: null with fewer than three such rows, or where one of the columns is constant in them.
 * Example: [1, 2, 3] and [2, 4, 6] give 1; [1, 2, 3] and [3, null, 1] give null.
 */
export function pearsonCorrelation(a: readonly (number | null)[], b: readonly (number | null)[]): number | null {
  if (a.length !== b.length) throw new RangeError('both columns must have the same length');
  const rows = a.flatMap((x, i): [number, number][] => {
    const y = b[i];
    return isNumber(x) && isNumber(y) ? [[x, y]] : [];
  });
  // A mean of equal values may be off in its last digit, and would leave deviations where there are none.
  const isConstant = [0, 1].some((k) => rows.every((row) => row[k] === rows[0]?.[k]));
  if (rows.length < 3 || isConstant) return null;
  const meanX = rows.reduce((sum, [x]) => sum + x / rows.length, 0);
  const meanY = rows.reduce((sum, [, y]) => sum + y / rows.length, 0);
  let [xx, yy, xy] = [0, 0, 0];
  for (const [x, y] of rows) {
    xx += (x - meanX) ** 2;
    yy += (y - meanY) ** 2;
    xy += (x - meanX) * (y - meanY);
  }
  const scale = Math.sqrt(xx) * Math.sqrt(yy);
  return scale > 0 && Number.isFinite(scale) ? Math.max(-1, Math.min(1, xy / scale)) : null;
}

const isNumber = (value: number | null | undefined): value is number =>
  typeof value === 'number' && !Number.isNaN(value);
