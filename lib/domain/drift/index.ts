// Drift: do inputs still look like the rows that the model learnt from?
// Promises that a distance is over the reference's own bins, that nulls are never folded into it, and that few rows are called few.
export { getDrift } from './get-drift';
export * from './operations';
