import { valueOfFit } from '../stats/isotonic-regression';
import type { Calibration } from './settings';

/** Probabilities are kept this far from 0 and 1, so that their logarithms are finite. */
export const EPSILON = 1e-12;
/** The logarithm of the odds of a probability. Example: logit(0.5) is 0. */
export const logit = (p: number): number => {
  const inside = Math.min(1 - EPSILON, Math.max(EPSILON, p));
  return Math.log(inside / (1 - inside));
};
/** The probability whose odds have this logarithm. Example: logistic(0) is 0.5. */
export const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/**
 * The corrected probabilities of a row's classes. Sources: Platt 1999; Guo et al. 2017; Zadrozny and Elkan 2002. Edge cases: a row with NaN
 * stays as it is; Platt and bins leave other than two classes as they are.
 * Example: [0.2, 0.8] by a temperature of 2 is [1/3, 2/3].
 */
export function calibrate(scores: readonly number[], calibration: Calibration): number[] {
  if (scores.some(Number.isNaN)) return [...scores];
  if (calibration.kind === 'temperature') return atTemperature(scores, calibration.temperature);
  const [, second] = scores;
  if (scores.length !== 2 || second === undefined) return [...scores];
  const corrected =
    calibration.kind === 'platt'
      ? logistic(calibration.slope * logit(second) + calibration.intercept)
      : valueOfFit(calibration, second);
  return [1 - corrected, corrected];
}

function atTemperature(scores: readonly number[], temperature: number): number[] {
  const logs = scores.map((score) => Math.log(Math.max(EPSILON, score)) / temperature);
  const most = Math.max(...logs);
  const powers = logs.map((log) => Math.exp(log - most));
  const all = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / all);
}

/**
 * The probabilities that a correction was made of; null where it cannot be told, because bins are level in places.
 * Example: of [1/3, 2/3] by a temperature of 2 it is [0.2, 0.8].
 */
export function uncalibrate(scores: readonly number[], calibration: Calibration): number[] | null {
  if (calibration.kind === 'bins') return null;
  if (scores.some(Number.isNaN)) return [...scores];
  if (calibration.kind === 'temperature') return atTemperature(scores, 1 / calibration.temperature);
  const [, second] = scores;
  if (scores.length !== 2 || second === undefined) return [...scores];
  const given = logistic((logit(second) - calibration.intercept) / calibration.slope);
  return [1 - given, given];
}
