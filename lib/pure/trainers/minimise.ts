/** Writes the gradient at `at` into `gradient` and returns the value there. */
export type Smooth = (at: Float64Array, gradient: Float64Array) => number;

export interface MinimiseSettings {
  /** It has converged where no part of the gradient is larger. */
  readonly tolerance: number;
  readonly iterations: number;
}

export interface Minimum {
  readonly at: Float64Array;
  readonly value: number;
  readonly iterations: number;
  readonly isConverged: boolean;
}

/** Pairs of steps that the curvature is estimated from. */
const MEMORY = 12;
const SUFFICIENT = 1e-4;
const CURVATURE = 0.9;
/** Values that differ by less are equal but for rounding; then the slope alone decides. */
const ROUNDING = 1e-13;
const MOST_TRIALS = 40;

interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly inverse: number;
}

/**
 * The least value of a smooth convex function, by L-BFGS (Nocedal and Wright, Numerical Optimization, algorithm 7.5) with a line search by
 * bisection for the weak Wolfe conditions. Yields the value after each iteration. Where rounding allows no step down it ends as converged.
 * Example: (x − 3)² from 0 has its least value 0 at 3.
 */
export function* minimise(
  smooth: Smooth,
  start: Float64Array,
  { tolerance, iterations }: MinimiseSettings,
): Generator<number, Minimum> {
  let at: Float64Array = start.slice();
  let gradient: Float64Array = new Float64Array(at.length);
  let value = smooth(at, gradient);
  const pairs: Pair[] = [];
  for (let iteration = 0; ; iteration += 1) {
    const isConverged = gradient.every((part) => Math.abs(part) <= tolerance);
    if (isConverged || iteration >= iterations) return { at, value, iterations: iteration, isConverged };
    const direction = descend(gradient, pairs);
    const found = searchLine(smooth, { at, gradient, value, direction }, pairs.length === 0);
    if (!found) {
      if (pairs.length === 0) return { at, value, iterations: iteration, isConverged: true };
      // The curvature may be worn out; once more straight down.
      pairs.length = 0;
      continue;
    }
    const step = found.at.map((to, i) => to - (at[i] as number));
    const change = found.gradient.map((to, i) => to - (gradient[i] as number));
    const product = dot(step, change);
    if (product > 0) pairs.push({ step, change, inverse: 1 / product });
    if (pairs.length > MEMORY) pairs.shift();
    ({ at, gradient, value } = found);
    yield value;
  }
}

/** The direction that L-BFGS goes: minus the estimated inverse of the second derivatives times the gradient. */
function descend(gradient: Float64Array, pairs: readonly Pair[]): Float64Array {
  const direction = gradient.map((part) => -part);
  const shares: number[] = [];
  for (const { step, change, inverse } of pairs.toReversed()) {
    const share = inverse * dot(step, direction);
    shares.push(share);
    addTimes(direction, change, -share);
  }
  const last = pairs.at(-1);
  if (last) {
    const scale = 1 / (last.inverse * dot(last.change, last.change));
    for (let i = 0; i < direction.length; i += 1) direction[i] = (direction[i] as number) * scale;
  }
  for (const { step, change, inverse } of pairs) {
    const share = (shares.pop() ?? 0) - inverse * dot(change, direction);
    addTimes(direction, step, share);
  }
  return direction;
}

interface Point {
  readonly at: Float64Array;
  readonly gradient: Float64Array;
  readonly value: number;
}

function searchLine(
  smooth: Smooth,
  from: Point & { readonly direction: Float64Array },
  isFirst: boolean,
): Point | null {
  const { direction } = from;
  const slope = dot(from.gradient, direction);
  if (!(slope < 0)) return null;
  let [low, high] = [0, Number.POSITIVE_INFINITY];
  let length = isFirst ? Math.min(1, 1 / Math.sqrt(dot(direction, direction))) : 1;
  for (let trial = 0; trial < MOST_TRIALS; trial += 1) {
    const at = from.at.map((part, i) => part + length * (direction[i] as number));
    const gradient = new Float64Array(at.length);
    const value = smooth(at, gradient);
    const slopeThere = dot(gradient, direction);
    const isLevel = Math.abs(value - from.value) <= ROUNDING * Math.abs(from.value);
    const isLower = value <= from.value + SUFFICIENT * length * slope;
    // Level with a slope that still falls is a step too short, not one too far.
    if (!isLower && !(isLevel && slopeThere <= -CURVATURE * slope)) high = length;
    else if (slopeThere < CURVATURE * slope) low = length;
    else return { at, gradient, value };
    length = Number.isFinite(high) ? (low + high) / 2 : 2 * length;
  }
  return null;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

function addTimes(to: Float64Array, values: Float64Array, times: number): void {
  for (let i = 0; i < to.length; i += 1) to[i] = (to[i] as number) + times * (values[i] as number);
}
