import { mersenneTwister, shuffle } from '../stats/mersenne-twister';
import { TrainingRefused } from './training-refused';
import type { TrainingTable } from './training-table';

export type SplitBy = 'time' | 'group' | 'random';

export interface RowSplit {
  readonly learnt: Uint32Array;
  readonly held: Uint32Array;
}

type Keys = Pick<TrainingTable, 'times' | 'groups'>;

/** What a table can be split by without being asked: time, else groups, else chance. */
export const usualSplit = ({ times, groups }: Keys): SplitBy => (times ? 'time' : groups ? 'group' : 'random');

/**
 * Holds out a share of `rows`: the last ones by time, whole groups, or rows by chance. Rows of one time, or of one group, stay together, so
 * that the share is met as nearly as they allow, and neither side is empty. Throws `no_times`, `no_groups` or `too_few_groups`.
 */
export function holdOut(
  table: Keys,
  rows: Uint32Array,
  { share, by, seed }: { share: number; by: SplitBy; seed: number },
): RowSplit {
  const units = unitsOf(table, rows, by, seed);
  requireUnits(units, 2);
  const aim = rows.length * share;
  const held: Uint32Array[] = [];
  let count = 0;
  for (let at = units.length - 1; at > 0; at -= 1) {
    const unit = units[at] as Uint32Array;
    if (held.length > 0 && count + unit.length / 2 > aim) break;
    held.unshift(unit);
    count += unit.length;
  }
  return { learnt: joinRows(units.slice(0, units.length - held.length)), held: joinRows(held) };
}

/**
 * Splits `rows` so many times. By time each fold is judged by what was learnt from everything before it (expanding): the rows are cut into one part
 * more than there are folds, the first of which is only learnt from. By group or by chance each part is judged once by what the others teach.
 * Example: 9 rows of 9 times in two folds are learnt 3, judged 3, then learnt 6, judged 3.
 */
export function foldRows(
  table: Keys,
  rows: Uint32Array,
  { folds, by, seed }: { folds: number; by: SplitBy; seed: number },
): RowSplit[] {
  const units = unitsOf(table, rows, by, seed);
  const parts = by === 'time' ? folds + 1 : folds;
  requireUnits(units, parts);
  const cut = cutEvenly(units, parts, rows.length);
  return cut.flatMap((held, at) => {
    if (by === 'time' && at === 0) return [];
    const learnt = by === 'time' ? cut.slice(0, at) : cut.filter((_, other) => other !== at);
    return [{ learnt: joinRows(learnt), held }];
  });
}

/** Rows that stay together, in the order in which they are taken. */
function unitsOf({ times, groups }: Keys, rows: Uint32Array, by: SplitBy, seed: number): Uint32Array[] {
  if (by === 'random') return Array.from(mix(rows.slice(), seed), (row) => Uint32Array.of(row));
  if (by === 'time' && !times) throw new TrainingRefused('no_times');
  if (by === 'group' && !groups) throw new TrainingRefused('no_groups');
  const keyed = new Map<string | number | null, number[]>();
  for (const row of rows) {
    const key = (by === 'time' ? times?.[row] : groups?.[row]) ?? null;
    const unit = keyed.get(key);
    if (unit) unit.push(row);
    else keyed.set(key, [row]);
  }
  const keys = [...keyed.keys()];
  if (by === 'time') keys.sort((a, b) => Number(a) - Number(b));
  const order = by === 'time' ? keys : Array.from(mix(Uint32Array.from(keys.keys()), seed), (at) => keys[at] ?? null);
  return order.map((key) => Uint32Array.from(keyed.get(key) ?? []));
}

function mix(places: Uint32Array, seed: number): Uint32Array {
  shuffle(places, mersenneTwister(seed));
  return places;
}

function requireUnits(units: readonly Uint32Array[], needed: number): void {
  if (units.length < needed) throw new TrainingRefused('too_few_groups', null, { groups: units.length, needed });
}

/** Cuts units into parts of about as many rows each, none of them empty. */
function cutEvenly(units: readonly Uint32Array[], parts: number, rows: number): Uint32Array[] {
  const cut: Uint32Array[] = [];
  let [at, taken] = [0, 0];
  for (let part = 1; part <= parts; part += 1) {
    const from = at;
    const aim = (rows * part) / parts;
    const last = units.length - (parts - part);
    while (at < last && (at === from || taken + (units[at] as Uint32Array).length / 2 <= aim)) {
      taken += (units[at] as Uint32Array).length;
      at += 1;
    }
    cut.push(joinRows(units.slice(from, part === parts ? units.length : at)));
  }
  return cut;
}

/** The rows of several units in their own order. */
function joinRows(units: readonly Uint32Array[]): Uint32Array {
  const joined = new Uint32Array(units.reduce((sum, unit) => sum + unit.length, 0));
  let at = 0;
  for (const unit of units) {
    joined.set(unit, at);
    at += unit.length;
  }
  return joined.sort();
}
