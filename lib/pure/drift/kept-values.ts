/** The values that are not NaN, in their order; infinities are dropped unless they are kept. */
export function keptValues(values: Float64Array, keeps: 'finite' | 'infinite'): Float64Array {
  const kept = new Float64Array(values.length);
  let n = 0;
  for (const value of values) {
    if (keeps === 'finite' ? !Number.isFinite(value) : Number.isNaN(value)) continue;
    kept[n] = value;
    n += 1;
  }
  return kept.subarray(0, n);
}
