import { finiteOrNull } from '../stats/finite-or-null';
import { jensenShannonDistance } from '../stats/jensen-shannon';
import { populationStabilityIndex } from '../stats/psi';
import type { ReferenceProfile } from '../stats/reference-profile';
import { binnedDeviation, binnedWasserstein } from './binned-numbers';
import type { ColumnCounts } from './components';
import { learnThreshold } from './learnt-threshold';

/** Detectors that look at each column alone, day by day. */
export const COLUMN_DETECTORS = ['evidently', 'nannyml', 'psi', 'nulls', 'unseen'] as const;
export type ColumnDetector = (typeof COLUMN_DETECTORS)[number];

const EVIDENTLY_THRESHOLD = 0.1;
const DEVIATION_FLOOR = 0.001;
const PSI_THRESHOLD = 0.2;
const DEVIATIONS = 3;

/** What a detector says of the watched days; it raises an alarm above `upper` and below `lower`, Evidently's also at it. */
export interface DetectedDays {
  upper: number | null;
  lower: number | null;
  /** Null where the day has no answer. */
  statistics: (number | null)[];
  isAlarm: boolean[];
}

/**
 * What a detector says of one column on one day.
 * `evidently`: its default distances, the earth mover's over the standard deviation for numbers (Evidently 0.7; here over the bins, see
 * `binnedWasserstein`), Jensen-Shannon with the natural logarithm for categories. `nannyml`: Jensen-Shannon, base 2, values beyond the bins as one
 * bin. `psi`: empty bins count as half a row. `nulls`: share of rows. `unseen`: share of values that are not listed or lie beyond the
 * reference; no answer where the reference itself has values too rare to be listed.
 */
export function detectorStatistic(
  detector: ColumnDetector,
  profile: ReferenceProfile,
  day: ColumnCounts,
): number | null {
  const { counts, unseen, nulls } = day;
  const values = counts.reduce((sum, count) => sum + count, 0) + unseen;
  if (detector === 'nulls') return values + nulls > 0 ? nulls / (values + nulls) : null;
  if (values === 0 || profile.n === 0) return null;
  if (detector === 'unseen') {
    if (profile.kind === 'number') return ((counts[0] ?? 0) + (counts.at(-1) ?? 0)) / values;
    return profile.other > 0 ? null : unseen / values;
  }
  if (profile.kind === 'number') {
    if (detector === 'psi') return finiteOrNull(populationStabilityIndex(profile.counts, counts));
    if (detector === 'nannyml')
      return finiteOrNull(jensenShannonDistance(withLeftover(profile.counts), withLeftover(counts)));
    const distance = binnedWasserstein(profile.edges, profile.counts, counts);
    return finiteOrNull(distance / Math.max(binnedDeviation(profile), DEVIATION_FLOOR));
  }
  const [before, now] = [
    [...profile.counts, profile.other],
    [...counts, unseen],
  ];
  if (detector === 'psi') return finiteOrNull(populationStabilityIndex(before, now));
  return finiteOrNull(jensenShannonDistance(before, now, detector === 'nannyml' ? 2 : 'e'));
}

function withLeftover([below = 0, ...counts]: readonly number[]): number[] {
  return [...counts.slice(0, -1), below + (counts.at(-1) ?? 0)];
}

/** One detector over the watched days of one column; `nannyml` and `nulls` learn mean ± 3 standard deviations from the learnt days. */
export function detectDays(
  detector: ColumnDetector,
  profile: ReferenceProfile,
  days: { learnt: readonly ColumnCounts[]; watched: readonly ColumnCounts[] },
): DetectedDays {
  const read = (day: ColumnCounts) => detectorStatistic(detector, profile, day);
  const statistics = days.watched.map(read);
  const { upper, lower } = limitsOf(detector, days.learnt.map(read));
  const isAlarm = statistics.map(
    (value) =>
      value !== null &&
      ((upper !== null && (detector === 'evidently' ? value >= upper : value > upper)) ||
        (lower !== null && value < lower)),
  );
  return { upper, lower, statistics, isAlarm };
}

function limitsOf(detector: ColumnDetector, learnt: readonly (number | null)[]) {
  if (detector === 'evidently') return { upper: EVIDENTLY_THRESHOLD, lower: null };
  if (detector === 'psi') return { upper: PSI_THRESHOLD, lower: null };
  if (detector === 'unseen') return { upper: 0, lower: null };
  const [upper, lower] = [learnThreshold(learnt, DEVIATIONS), learnThreshold(learnt, -DEVIATIONS)];
  return { upper, lower: detector === 'nulls' && lower !== null ? Math.max(0, lower) : null };
}

/**
 * The first day from the one of the change on that raises an alarm with the change and none without it, so that an alarm that was there anyway
 * notices nothing. Null where there is none.
 * Example: noticedOn(1, [true, true, false, false], [true, true, false, true]) is 3.
 */
export function noticedOn(from: number, without: readonly boolean[], withIt: readonly boolean[]): number | null {
  const at = withIt.findIndex((isAlarm, day) => day >= from && isAlarm && !without[day]);
  return at < 0 ? null : at;
}

/** Alarms: days that raise one and whose day before does not. Example: countAlarms([true, true, false, true]) is 2. */
export const countAlarms = (isAlarm: readonly boolean[]): number =>
  isAlarm.filter((is, day) => is && !isAlarm[day - 1]).length;
