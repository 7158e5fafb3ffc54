import { keptValues } from './kept-values';

/** The values that are not NaN, sorted upwards; infinities are dropped unless they are kept. */
export const sortedValues = (values: Float64Array, keeps: 'finite' | 'infinite'): Float64Array =>
  keptValues(values, keeps).sort();
