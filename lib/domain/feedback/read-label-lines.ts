import { invalidInput } from '@/lib/platform/errors';
import { csvFault } from '@/lib/platform/http/read-csv';
import { parseRowId } from '../predictions';

export const MAX_LINES = 50_000;
const MAX_VALUE = 1000;

/** A key with what is said of it. */
export interface LabelLine {
  line: number;
  key: string;
  value: string;
}

/** What lines are called where they come from: those of a file, or rows that a statement gave. */
export type LineWord = 'Line' | 'Row';

/** Which columns are read, and whether the key is an id. */
export interface LabelColumns {
  key: string;
  label: string;
  context?: string | undefined;
}

/** Keys and labels out of records, the header first. Throws 422 with line and column for what cannot be read. */
export async function readLabelLines(
  records: AsyncIterable<{ line: number; cells: readonly string[] }>,
  columns: LabelColumns,
  word: LineWord,
): Promise<{ lines: LabelLine[]; empty: number }> {
  const lines: LabelLine[] = [];
  let places: { key: number; label: number } | null = null;
  let empty = 0;
  for await (const { cells, line } of records) {
    if (!places) {
      places = { key: placeOf(cells, columns.key, word), label: placeOf(cells, columns.label, word) };
      continue;
    }
    const key = (cells[places.key] ?? '').trim();
    const value = (cells[places.label] ?? '').trim();
    if (key === '' || value === '') {
      empty += 1;
      continue;
    }
    if (value.length > MAX_VALUE)
      throw csvFault(`a label has ${MAX_VALUE.toLocaleString('en')} characters at most.`, {
        line,
        column: columns.label,
        word,
      });
    if (!columns.context && !parseRowId(key))
      throw csvFault(`"${key.slice(0, 60)}" is not the id of a prediction or row.`, {
        line,
        column: columns.key,
        word,
      });
    if (lines.length >= MAX_LINES)
      throw csvFault(`there are more than ${MAX_LINES.toLocaleString('en')} labels. Send the file in parts.`, { line });
    lines.push({ line, key, value });
  }
  return { lines, empty };
}

function placeOf(header: readonly string[], name: string, word: LineWord): number {
  const at = header.indexOf(name);
  if (at >= 0) return at;
  const names = header.slice(0, 20).join(', ').slice(0, 400);
  if (word === 'Row')
    throw invalidInput('sql', `there is no column "${name.slice(0, 80)}". The statement gives: ${names}.`, {
      reason: 'no_column',
    });
  throw csvFault(`there is no column "${name.slice(0, 80)}". The file has: ${names}.`, { line: 1, column: name });
}
