import { AppError } from '@/lib/platform/errors';
import type { CsvRecord } from '@/lib/platform/http/read-csv';
import { readDate, TIME_COLUMN } from '../datasets';
import type { RowPlace } from '../registry';
import type { LeftOut } from './schema';
import type { TrainingRows } from './training-rows';

const DAY_COLUMN = 'day';

interface FileRows {
  header: readonly string[];
  records: readonly CsvRecord[];
  places: readonly RowPlace[];
  /** Of each place, its column of the file. */
  positions: readonly number[];
}

/**
 * Rows of a file without those that a version was trained on, those about what it was trained on, and those of up to its training cut-off.
 * Throws 422 `all_seen` where none is left.
 */
export async function leaveOutSeen(
  rows: TrainingRows,
  { header, records, places, positions }: FileRows,
): Promise<{ kept: CsvRecord[]; leftOut: LeftOut }> {
  const columnAt = new Map<string, number>();
  for (const [i, { column, at }] of places.entries())
    if (at === null && column.index === null) columnAt.set(column.input, positions[i] ?? -1);
  for (const [at, name] of header.entries()) columnAt.set(name, at);
  const said = (cells: readonly string[]) => (name: string) => {
    const at = columnAt.get(name);
    return at === undefined ? undefined : (cells[at] ?? '');
  };
  const { of } = rows;
  const cutOffMs = of.cutOff === null ? Number.NEGATIVE_INFINITY : Date.parse(of.cutOff);
  const timeColumn = of.cutOff === null ? null : findTimeColumn(header, positions, of.roles.time);
  const timeAt = timeColumn === null ? -1 : header.indexOf(timeColumn);
  const isBefore = (cells: readonly string[]): boolean => {
    if (timeColumn === null) return false;
    const text = cells[timeAt] ?? '';
    const ms = timeColumn === of.roles.time ? rows.momentOf(timeColumn, text) : readDate(text);
    return ms !== null && ms <= cutOffMs;
  };
  const sample = said(header);
  const leftOut: LeftOut = {
    ...{ datasetId: of.datasetId, datasetName: of.name, datasetNumber: of.number, cutOff: of.cutOff },
    ...{ sameRow: 0, features: rows.featuresOf(sample).length },
    ...{ sameEntity: 0, entityColumns: rows.entityColumnsOf(sample) },
    ...{ beforeCutOff: 0, timeColumn },
  };
  const kept: CsvRecord[] = [];
  for (const record of records) {
    const found = await rows.find(said(record.cells));
    if (found === 'row') leftOut.sameRow += 1;
    else if (found === 'entity') leftOut.sameEntity += 1;
    else if (isBefore(record.cells)) leftOut.beforeCutOff += 1;
    else kept.push(record);
  }
  if (kept.length === 0) throw allSeen(records.length, leftOut);
  return { kept, leftOut };
}

/**
 * The column that dates the rows of a file: the one that dates the training rows, else the one that callers date rows by, or days,
 * unless the model takes it.
 */
function findTimeColumn(
  header: readonly string[],
  positions: readonly number[],
  ofTraining: string | null,
): string | null {
  if (ofTraining !== null && header.includes(ofTraining)) return ofTraining;
  const isFree = (name: string) => header.includes(name) && !positions.includes(header.indexOf(name));
  return [TIME_COLUMN, DAY_COLUMN].find(isFree) ?? null;
}

function allSeen(count: number, { sameRow, sameEntity, beforeCutOff, datasetName, datasetNumber }: LeftOut): AppError {
  return new AppError(
    'invalid_input',
    `No row is left to judge by: of ${count}, ${sameRow} are training rows (${datasetName}, version ${datasetNumber}), ${sameEntity} are about the same entities, ${beforeCutOff} are of up to the training cut-off. Use rows that the version has not seen.`,
    { reason: 'all_seen', details: { rows: count, sameRow, sameEntity, beforeCutOff } },
  );
}
