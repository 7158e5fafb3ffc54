import { parseNumberText } from './number-text';

export type CsvCell = string | number | bigint | boolean | null;

/** Spreadsheets run a cell that starts with one of these as a formula. */
const STARTS_FORMULA = /^[=+\-@\t\r]/;
const NEEDS_QUOTES = /[",\r\n]/;

/**
 * One CSV line (RFC 4180) with its CRLF. Null is an empty field; numbers are written plain.
 * Text that a spreadsheet would run gets a leading apostrophe, unless it is a plain number.
 * Example: ['a,b', '=1+1', -5, null] gives `"a,b",'=1+1,-5,` and CRLF.
 */
export function writeCsvRow(cells: readonly CsvCell[]): string {
  // A line with one empty field would read as no line at all.
  if (cells.length === 1 && (cells[0] === null || cells[0] === '')) return '""\r\n';
  return `${cells.map(writeCell).join(',')}\r\n`;
}

/** The same for programs: texts stay as they are. Example: ['=1+1', 'a,b'] gives `=1+1,"a,b"` and CRLF. */
export function writePlainCsvRow(cells: readonly CsvCell[]): string {
  if (cells.length === 1 && (cells[0] === null || cells[0] === '')) return '""\r\n';
  return `${cells.map((cell) => (typeof cell === 'string' ? quoted(cell) : writeCell(cell))).join(',')}\r\n`;
}

const quoted = (text: string) => (NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function writeCell(cell: CsvCell): string {
  if (cell === null) return '';
  if (Object.is(cell, -0)) return '-0';
  if (typeof cell !== 'string') return String(cell);
  const text = STARTS_FORMULA.test(cell) && !parseNumberText(cell).ok ? `'${cell}` : cell;
  return quoted(text);
}
