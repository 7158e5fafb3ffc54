import { createHash } from 'node:crypto';
import { AppError, isAppError } from '@/lib/platform/errors';
import { type CsvRecord, csvFault } from '@/lib/platform/http/read-csv';
import { parseNumberText } from '@/lib/pure/tabular/number-text';
import type { RowPlace } from '../registry';
import type { InferRows, RowAnswer } from './infer-rows';

const ROWS_A_CALL = 1000;

/** Cells of one row at the places a version takes, in their order; empty is missing. */
export type PlacedRow = readonly string[];

export interface Target {
  projectId: string;
  modelId: string;
  number: number;
}

/** A row as the gateway takes it: named text cells; lists of numbers where a column is a list. */
export function toNamedRow(places: readonly RowPlace[], cells: PlacedRow): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const [i, place] of places.entries()) {
    const cell = cells[i] ?? '';
    const { name } = place.column;
    if (place.at === null) row[name] = place.datatype === 'BYTES' ? cell : cell === '' ? null : cell;
    else {
      const list = Array.isArray(row[name]) ? row[name] : [];
      list.push(listValue(place, cell));
      row[name] = list;
    }
  }
  return row;
}

function listValue(place: RowPlace, cell: string): unknown {
  if (place.datatype === 'BYTES') return cell;
  const parsed = parseNumberText(cell);
  return parsed.ok && parsed.value !== null && Number.isFinite(parsed.value) ? parsed.value : cell === '' ? null : cell;
}

/** Runs rows through a version, 1,000 a call. A cell that does not fit is a fault with its line and column. */
export async function runTable(
  infer: InferRows,
  target: Target,
  places: readonly RowPlace[],
  rows: readonly PlacedRow[],
  lines?: readonly number[],
): Promise<RowAnswer[]> {
  const answers: RowAnswer[] = [];
  for (let from = 0; from < rows.length; from += ROWS_A_CALL) {
    const part = rows.slice(from, from + ROWS_A_CALL).map((cells) => toNamedRow(places, cells));
    try {
      const reply = await infer({ ...target, rows: part });
      if (reply.answers.length !== part.length)
        throw new AppError('unavailable', 'The model gave another number of answers than there are rows.');
      answers.push(...reply.answers);
    } catch (error) {
      throw withLine(error, from, lines);
    }
  }
  return answers;
}

function withLine(error: unknown, from: number, lines: readonly number[] | undefined): unknown {
  const first = isAppError(error) && error.code === 'invalid_input' ? error.invalidParams[0] : undefined;
  const match = /^rows\.(\d+)\.(.*)$/.exec(first?.name ?? '');
  const line = match && lines?.[from + Number(match[1])];
  if (!first || !match || line === undefined || line === null) return error;
  return csvFault(first.reason, { line, column: match[2] });
}

/** The records of a file at the places of a version. */
export function placeRows(rows: readonly CsvRecord[], positions: readonly number[]): PlacedRow[] {
  return rows.map(({ cells }) => positions.map((position) => cells[position] ?? ''));
}

/** Passes bytes on and hashes them; `sha256` is complete when all have passed. */
export function hashing(source: AsyncIterable<Uint8Array>): {
  bytes: AsyncGenerator<Uint8Array>;
  sha256: () => string;
} {
  const hash = createHash('sha256');
  async function* pass() {
    for await (const chunk of source) {
      hash.update(chunk);
      yield chunk;
    }
  }
  return { bytes: pass(), sha256: () => hash.digest('hex') };
}
