import { isotonicRegression } from '../stats/isotonic-regression';
import { calibrate, EPSILON, logistic, logit } from './calibrate';
import type { Calibration } from './settings';

/** A labelled row: the probability of each class, the place of the true one, and how many rows it stands for. */
export interface ScoredRow {
  readonly scores: readonly number[];
  readonly truth: number;
  readonly weight: number;
}

const STEPS = 100;
const BINS = 20;

/**
 * Slope and intercept of a logistic function of the second class's logit, by Newton's method on the log loss, with Platt's targets
 * (n+ + 1) / (n+ + 2) and 1 / (n- + 2), which keep both finite. Source: Platt 1999; Lin, Lin and Weng 2007.
 * Edge cases: null without rows of both classes. Example: 8 of 10 rows true where 0.5 was given make 0.77 of 0.5.
 */
export function fitPlatt(rows: readonly ScoredRow[]): Extract<Calibration, { kind: 'platt' }> | null {
  let [positive, negative] = [0, 0];
  for (const { truth, weight } of rows) {
    if (truth === 1) positive += weight;
    else negative += weight;
  }
  if (positive <= 0 || negative <= 0) return null;
  const targets = [1 / (negative + 2), (positive + 1) / (positive + 2)] as const;
  const points = rows.map(({ scores, truth, weight }) => ({
    x: logit(scores[1] ?? 0),
    target: targets[truth === 1 ? 1 : 0],
    weight,
  }));
  const lossOf = (slope: number, intercept: number) =>
    points.reduce((sum, { x, target, weight }) => {
      const z = slope * x + intercept;
      // log(1 + exp(z)) without overflow.
      return sum + weight * (Math.max(0, z) + Math.log1p(Math.exp(-Math.abs(z))) - target * z);
    }, 0);
  let [slope, intercept] = [1, 0];
  let loss = lossOf(slope, intercept);
  for (let step = 0; step < STEPS; step += 1) {
    let [g1, g0, h11, h10, h00] = [0, 0, 1e-9, 0, 1e-9];
    for (const { x, target, weight } of points) {
      const p = logistic(slope * x + intercept);
      const [error, curve] = [weight * (p - target), weight * p * (1 - p)];
      g1 += error * x;
      g0 += error;
      h11 += curve * x * x;
      h10 += curve * x;
      h00 += curve;
    }
    const determinant = h11 * h00 - h10 * h10;
    if (Math.abs(determinant) < 1e-18) break;
    const [d1, d0] = [(h00 * g1 - h10 * g0) / determinant, (h11 * g0 - h10 * g1) / determinant];
    let size = 1;
    let next = lossOf(slope - d1, intercept - d0);
    while (next > loss && size > 1e-6) {
      size /= 2;
      next = lossOf(slope - size * d1, intercept - size * d0);
    }
    if (!(next < loss)) break;
    const gained = loss - next;
    [slope, intercept, loss] = [slope - size * d1, intercept - size * d0, next];
    if (gained < 1e-10 * Math.abs(loss)) break;
  }
  // A score that falls where it should rise is no calibration, and could not be taken back.
  return slope > 0 ? { kind: 'platt', slope, intercept } : null;
}

/**
 * The temperature with the least log loss, between 0.05 and 20, by golden-section search over its logarithm. Source: Guo et al. 2017.
 * Edge cases: null without rows. Example: rows that are right as often as they say have a temperature of 1.
 */
export function fitTemperature(rows: readonly ScoredRow[]): Extract<Calibration, { kind: 'temperature' }> | null {
  if (rows.length === 0) return null;
  const lossAt = (log: number) =>
    rows.reduce((sum, { scores, truth, weight }) => {
      const given = calibrate(scores, { kind: 'temperature', temperature: Math.exp(log) })[truth] ?? 0;
      return sum - weight * Math.log(Math.max(EPSILON, given));
    }, 0);
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [Math.log(0.05), Math.log(20)];
  let [a, b] = [high - ratio * (high - low), low + ratio * (high - low)];
  let [lossA, lossB] = [lossAt(a), lossAt(b)];
  while (high - low > 1e-5) {
    if (lossA < lossB) {
      [high, b, lossB] = [b, a, lossA];
      a = high - ratio * (high - low);
      lossA = lossAt(a);
    } else {
      [low, a, lossA] = [a, b, lossB];
      b = low + ratio * (high - low);
      lossB = lossAt(b);
    }
  }
  return { kind: 'temperature', temperature: Math.exp((low + high) / 2) };
}

/**
 * Isotonic regression over twenty bins of about as many rows each. Source: Zadrozny and Elkan 2002. Edge cases: null without rows.
 * Example: two rows with 0.2 and 0.8 given, the second true, have the knots (0.2, 0) and (0.8, 1).
 */
export function fitBins(rows: readonly ScoredRow[]): Extract<Calibration, { kind: 'bins' }> | null {
  if (rows.length === 0) return null;
  const sorted = rows.map(({ scores, truth, weight }) => ({ x: scores[1] ?? 0, y: truth === 1 ? 1 : 0, weight }));
  sorted.sort((a, b) => a.x - b.x);
  const all = sorted.reduce((sum, { weight }) => sum + weight, 0);
  const points: { x: number; y: number; weight: number }[] = [];
  let passed = 0;
  let bin = -1;
  for (const { x, y, weight } of sorted) {
    const wanted = Math.min(BINS - 1, Math.floor((passed / all) * BINS));
    const last = points.at(-1);
    if (last && wanted === bin) {
      last.x += weight * x;
      last.y += weight * y;
      last.weight += weight;
    } else {
      points.push({ x: weight * x, y: weight * y, weight });
      bin = wanted;
    }
    passed += weight;
  }
  const { x, y } = isotonicRegression(
    points.map((point) => ({ x: point.x / point.weight, y: point.y / point.weight, weight: point.weight })),
  );
  return { kind: 'bins', x, y };
}
