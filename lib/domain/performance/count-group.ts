import type { Reading } from '@/lib/pure/protocols/signature';
import { scoreBin } from '@/lib/pure/stats/score-bins';
import { countRow, type RowAnswer, type RowTruth } from './count-row';
import { countSlice } from './count-slice';
import { groupOfDay, hashEntity } from './groups';
import { emptyMeasures, type Measures } from './measures';
import { type DaySlices, emptyDaySlices } from './slice-sums';

/** Of each bin of the kept scores so many share one in a group; the ten bins of a calibration stay apart. */
const COARSE = 5;

export interface GroupSums {
  /** Without histograms. */
  measures: Measures;
  /** Of the second of two classes: bin of the score, weight of the class, weight of the rest, sum of the scores. */
  curve: Map<number, [number, number, number]>;
  slices: DaySlices | null;
}

/** What is counted of the entities of a day. */
export interface DayGroups {
  choice: string;
  /** The class of the curves; null where there is none. */
  curveOf: string | null;
  hashes: Set<number>;
  rowsWithout: number;
  groups: Map<number, GroupSums>;
}

export const emptyDayGroups = (choice: string, reading: Reading): DayGroups => ({
  choice,
  curveOf: reading.task === 'classification' && reading.classes.length === 2 ? (reading.classes[1] ?? null) : null,
  hashes: new Set(),
  rowsWithout: 0,
  groups: new Map(),
});

/** The group of a row that `countRow` has counted, with the row in it; an entity that is null or empty is none. */
export function countGroup(
  day: DayGroups,
  reading: Reading,
  truth: RowTruth,
  answer: RowAnswer,
  of: { entity: number | string | boolean | null; ownDayMs: number; hasSlices: boolean },
): GroupSums {
  const place = of.entity === null || of.entity === '' ? null : hashEntity(day.choice, String(of.entity));
  if (place) day.hashes.add(place.hash);
  else day.rowsWithout += 1;
  const at = place?.group ?? groupOfDay(of.ownDayMs);
  const sums = day.groups.get(at) ?? {
    measures: emptyMeasures(),
    curve: new Map<number, [number, number, number]>(),
    slices: of.hasSlices ? emptyDaySlices() : null,
  };
  day.groups.set(at, sums);
  const before = sums.measures.classes?.scored.n ?? 0;
  countRow(sums.measures, reading, truth, answer, false);
  if (day.curveOf !== null && (sums.measures.classes?.scored.n ?? 0) > before) {
    const score = Math.min(1, Math.max(0, answer.scores?.[1] ?? 0));
    const bin = Math.floor(scoreBin(score) / COARSE) * COARSE + Math.floor(COARSE / 2);
    const [positive, negative, scores] = sums.curve.get(bin) ?? [0, 0, 0];
    const isOf = truth.label === day.curveOf;
    sums.curve.set(bin, [
      positive + (isOf ? truth.weight : 0),
      negative + (isOf ? 0 : truth.weight),
      scores + truth.weight * score,
    ]);
  }
  if (sums.slices) countSlice(sums.slices.total, reading, truth, answer);
  return sums;
}
