import type { RowPlace } from '../registry';
import type { PredictionRecord } from '../serving';
import { cellAt } from './logged-cell';

/**
 * Calls `use` with each value of one place, row by row, as the log shows them (16.1, where the tensor holds the 32-bit 16.100000381); a
 * reference knows them so too. False where they were not kept or do not lie where the signature says.
 */
export function eachPlaceValue(
  record: Pick<PredictionRecord, 'inputs' | 'rows'>,
  place: Pick<RowPlace, 'column' | 'at'>,
  use: (value: number | string | boolean | null) => void,
): boolean {
  const tensor = record.inputs[place.column.input];
  if (!tensor?.data || record.rows === 0) return false;
  const { data } = tensor;
  const width = data.length / record.rows;
  const at = place.column.index ?? place.at;
  if (!Number.isInteger(width) || width < 1 || (at === null && width !== 1) || (at ?? 0) >= width) return false;
  for (let index = at ?? 0; index < data.length; index += width) use(cellAt(data, index));
  return true;
}
