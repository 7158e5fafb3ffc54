import type { Row, RowCell, RowField } from '@/lib/domain/registry/schema';

/** Fields whose value lies outside the range that their owner gave, with that range. */
export function findOutside(fields: readonly RowField[], row: Row): { field: RowField; value: number }[] {
  return fields.flatMap((field) => {
    const value = row[field.name];
    if (typeof value !== 'number') return [];
    const isOutside = (field.min !== null && value < field.min) || (field.max !== null && value > field.max);
    return isOutside ? [{ field, value }] : [];
  });
}

/** Numbers of a list as a person pastes them: split by spaces, commas, semicolons or lines. Null where one is no number. */
export function readList(text: string): number[] | null {
  const parts = text.split(/[\s;,]+/).filter(Boolean);
  const numbers = parts.map(Number);
  return numbers.every(Number.isFinite) ? numbers : null;
}

export interface PastedTable {
  rows: Row[];
  /** Columns of the paste that the model does not take. */
  ignored: string[];
  /** Fields that the paste lacks and that have no default. */
  missing: string[];
}

const SEPARATORS = ['\t', ';', ','] as const;

/**
 * Rows of a spreadsheet as they are pasted: tabs, semicolons or commas; with a header where one of its cells is the name of a field,
 * else by position. `readNumber` reads a number as the language writes it. Cells that are no number stay text, so that the server
 * says what it wants instead.
 */
export function readPaste(
  text: string,
  fields: readonly RowField[],
  readNumber: (text: string) => number | null,
): PastedTable {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const separator = SEPARATORS.find((candidate) => lines[0]?.includes(candidate)) ?? '\t';
  const cells = lines.map((line) => line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')));
  const names = new Set(fields.map(({ name }) => name));
  const hasHeader = cells[0]?.some((cell) => names.has(cell)) ?? false;
  const header = hasHeader ? (cells[0] ?? []) : fields.map(({ name }) => name);
  const rows = cells.slice(hasHeader ? 1 : 0).map((line): Row => {
    const row: Row = {};
    fields.forEach((field) => {
      const at = header.indexOf(field.name);
      const cell = at < 0 ? undefined : line[at];
      if (cell !== undefined) row[field.name] = readCell(field, cell, readNumber);
    });
    return row;
  });
  return {
    rows,
    ignored: header.filter((name) => !names.has(name)),
    missing: fields.filter((field) => !header.includes(field.name) && field.default === null).map(({ name }) => name),
  };
}

function readCell(field: RowField, cell: string, readNumber: (text: string) => number | null): RowCell {
  if (field.datatype === 'BYTES') return cell;
  if (cell === '') return null;
  if (field.kind === 'list' || field.kind === 'image') return readList(cell) ?? cell;
  if (field.datatype === 'BOOL')
    return /^(true|1|yes|sim)$/i.test(cell) ? true : /^(false|0|no|não)$/i.test(cell) ? false : cell;
  return readNumber(cell) ?? cell;
}

/** Reasons of a refusal by row and field: `rows.3.age` is field `age` of row 3. */
export function faultsByRow(
  invalidParams: readonly { name: string; reason: string }[],
): Map<number, Map<string, string>> {
  const faults = new Map<number, Map<string, string>>();
  for (const { name, reason } of invalidParams) {
    const match = /^rows\.(\d+)\.(.+)$/.exec(name);
    if (!match) continue;
    const row = Number(match[1]);
    const known = faults.get(row) ?? new Map<string, string>();
    known.set(match[2] ?? '', reason);
    faults.set(row, known);
  }
  return faults;
}
