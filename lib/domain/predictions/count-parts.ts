import { type SliceCut, sliceOf } from '@/lib/pure/slices/cut-column';
import { sketchBin } from '@/lib/pure/stats/dd-sketch';
import type { RowPlace } from '../registry';
import type { PredictionRecord, SpoolRecord } from '../serving';
import { eachPlaceValue } from './row-values';
import type { ChosenColumn } from './schema';
import {
  addCount,
  addToPart,
  BY_KEY,
  type LatencyBin,
  NONE,
  type PartCounts,
  type Parts,
  partOf,
  UNREAD,
} from './traffic-parts';

/** A chosen column where its values lie in the rows of one version. */
export interface PlacedColumn {
  id: string;
  cut: SliceCut;
  /** Key of the context; null where it is an input. */
  context: string | null;
  /** Null where the version has no such input. */
  place: RowPlace | null;
}

export const placeColumn = ({ id, from, name, cut }: ChosenColumn, places: readonly RowPlace[]): PlacedColumn => ({
  id,
  cut,
  context: from === 'context' ? name : null,
  place: from === 'input' ? (places.find((place) => place.name === name) ?? null) : null,
});

/** Counts one record by its caller, and its rows by their slices. `hasClasses`: the version answers with classes. */
export function countParts(
  record: SpoolRecord,
  of: { columns: readonly PlacedColumn[]; hasClasses: boolean },
  parts: Parts,
): void {
  // Records that an earlier version of this program left in a spool name no caller where only their number was kept.
  const caller = record.caller === undefined ? UNREAD : (record.caller ?? NONE);
  const mine = partOf(parts, BY_KEY, caller);
  if (record.k === 'e') {
    addCount(mine.errors, String(record.status), 1);
    return;
  }
  const counted = {
    rows: record.rows,
    bin: record.lat === null ? undefined : sketchBin(record.lat),
    classes: record.k === 'p' && of.hasClasses ? record.o : NO_CLASSES,
  };
  addToPart(mine, counted.rows, counted.bin);
  for (const label of counted.classes) addCount(mine.classes, label, 1);
  for (const column of of.columns) countColumn(counted, record.k === 'p' ? record : null, column, parts);
}

const NO_CLASSES: readonly string[] = [];

interface CountedCall {
  rows: number;
  bin: LatencyBin;
  classes: readonly string[];
}

function countColumn(call: CountedCall, record: PredictionRecord | null, column: PlacedColumn, parts: Parts): void {
  const slices: PartCounts[] = [];
  if (record) eachValue(record, column, (value) => slices.push(partOf(parts, column.id, sliceOf(column.cut, value))));
  while (slices.length < call.rows) slices.push(partOf(parts, column.id, UNREAD));
  for (let row = 0; row < call.classes.length; row++) {
    const [part, label] = [slices[row], call.classes[row]];
    if (part && label !== undefined) addCount(part.classes, label, 1);
  }
  const [first] = slices;
  // Most calls have one row.
  if (first && slices.length === 1) addToPart(first, 1, call.bin);
  else for (const part of new Set(slices)) addToPart(part, slices.filter((one) => one === part).length, call.bin);
}

function eachValue(
  record: PredictionRecord,
  { context, place }: PlacedColumn,
  use: (value: number | string | boolean | null) => void,
): void {
  if (place) eachPlaceValue(record, place, use);
  else if (context !== null)
    for (let row = 0; row < record.rows; row++) {
      const named = record.ctx?.[row];
      use(named && Object.hasOwn(named, context) ? (named[context] ?? null) : null);
    }
}
