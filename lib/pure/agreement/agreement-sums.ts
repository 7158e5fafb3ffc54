/**
 * A measure that follows from sums over units, so that any set of units, with repetitions, is measured without looking at ratings
 * again; that is what the bootstrap draws.
 */
export interface AgreementSums<Result> {
  readonly units: number;
  /** Length of the list of sums. */
  readonly size: number;
  /** Adds what one unit contributes. */
  readonly addUnit: (unit: number, sums: Float64Array) => void;
  readonly measure: (sums: Float64Array) => Result;
}

/** The measure of all units, each once. Example: measureAll(cohenSums(['a', 'b'], ['a', 'b'])).kappa.value is 1. */
export function measureAll<Result>({ units, size, addUnit, measure }: AgreementSums<Result>): Result {
  const sums = new Float64Array(size);
  for (let unit = 0; unit < units; unit += 1) addUnit(unit, sums);
  return measure(sums);
}
