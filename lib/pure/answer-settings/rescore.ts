import { calibrate, uncalibrate } from './calibrate';
import type { AnswerSettings, Calibration } from './settings';

/**
 * The probabilities that a row would be answered with by another calibration than the one it was answered by; null where the file's own are
 * not known any more. `round` is Math.fround where the file tells 32-bit numbers.
 * Example: [1/3, 2/3] that a temperature of 2 answered are [0.2, 0.8] without one.
 */
export function rescore(
  answered: readonly number[],
  by: Calibration | null,
  wanted: Calibration | null,
  round: (value: number) => number,
): number[] | null {
  if (JSON.stringify(by) === JSON.stringify(wanted)) return [...answered];
  const given = by ? uncalibrate(answered, by) : [...answered];
  return given && (wanted ? calibrate(given, wanted) : given).map(round);
}

/** The number that a file said, of one that was answered by settings. Example: 7 by a factor of 2 and an offset of 1 was 3. */
export const unscale = (answered: number, units: AnswerSettings['units']): number =>
  units ? (answered - units.offset) / units.factor : answered;
