import { invalidInput } from '@/lib/platform/errors';
import { csvFault, csvRecords } from '@/lib/platform/http/read-csv';
import { parseNumberText } from '@/lib/pure/tabular/number-text';
import { MAX_FEEDBACK_LINES, type Score } from './schema';

/** A line of a file as it was read: the row, and what is said of it in the form of the API. */
export interface FeedbackLine {
  line: number;
  row: string;
  said: unknown;
  /** Why it cannot be read. */
  fault?: string;
}

const PLAIN = ['row', 'verdict', 'expected', 'reason', 'severity', 'field', 'problem', 'value'] as const;
const SCORE = 'score.';

/** What a place in the form of the API is called in a file. Example: `fields.0.value` is the column `value` of a CSV file. */
export const columnOf = (path: string, format: 'csv' | 'jsonl'): string =>
  format === 'csv' ? path.replace(/^fields\.0\./, '').replace(/^scores\./, SCORE) : path;

/** Lines of a CSV file, the header first. Throws 422 for columns that it does not know: a name that is misspelt would be lost. */
export async function readCsvLines(
  source: AsyncIterable<Uint8Array>,
  scores: readonly Score[],
): Promise<FeedbackLine[]> {
  const lines: FeedbackLine[] = [];
  let header: readonly string[] | null = null;
  for await (const { cells, line } of csvRecords(source)) {
    if (!header) {
      header = checkedHeader(cells);
      continue;
    }
    const cell = new Map(header.map((name, i) => [name, (cells[i] ?? '').trim()]));
    push(lines, { line, row: cell.get('row') ?? '', said: saidOf(cell, scores) });
  }
  return lines;
}

function checkedHeader(header: readonly string[]): readonly string[] {
  const known = (name: string) => PLAIN.some((plain) => plain === name) || name.startsWith(SCORE);
  const unknown = header.find((name) => !known(name));
  if (unknown !== undefined)
    throw csvFault(`this column is not known. Take it out, or call it one of ${PLAIN.join(', ')} or score.NAME.`, {
      line: 1,
      column: unknown,
    });
  for (const needed of ['row', 'verdict'])
    if (!header.includes(needed)) throw csvFault(`there is no column "${needed}".`, { line: 1, column: needed });
  return header;
}

function saidOf(cell: ReadonlyMap<string, string>, scores: readonly Score[]): unknown {
  const field = cell.get('field');
  const [problem, value] = [cell.get('problem'), cell.get('value')];
  const given = [...cell].filter(([name, text]) => name.startsWith(SCORE) && text !== '');
  const plain = ['verdict', 'expected', 'reason', 'severity'].filter((name) => cell.get(name));
  return {
    ...Object.fromEntries(plain.map((name) => [name, cell.get(name)])),
    ...(field || problem || value ? { fields: [{ field, problem, ...(value ? { value } : {}) }] } : {}),
    ...(given.length > 0
      ? { scores: Object.fromEntries(given.map(([name, text]) => scoreOf(name.slice(SCORE.length), text, scores))) }
      : {}),
  };
}

/** A cell as its score takes it; what does not read so stays a text, which the score refuses with what it takes. */
function scoreOf(name: string, text: string, scores: readonly Score[]): [string, string | number | boolean] {
  const kind = scores.find((score) => score.name === name)?.kind;
  if (kind === 'boolean' && (text === 'true' || text === 'false')) return [name, text === 'true'];
  const parsed = kind === 'number' ? parseNumberText(text) : null;
  return [name, parsed?.ok && parsed.value !== null ? parsed.value : text];
}

/** Lines of JSON: the body of a verdict with the id of its row under `row`. */
export async function readJsonLines(source: AsyncIterable<Uint8Array>): Promise<FeedbackLine[]> {
  const pieces: Uint8Array[] = [];
  for await (const piece of source) pieces.push(piece);
  const lines: FeedbackLine[] = [];
  const texts = decode(Buffer.concat(pieces)).split('\n');
  for (const [i, text] of texts.entries()) if (text.trim() !== '') push(lines, jsonLine(i + 1, text));
  return lines;
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalidInput('file', 'it is not UTF-8; save it as UTF-8', { reason: 'encoding' });
  }
}

function jsonLine(line: number, text: string): FeedbackLine {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return { line, row: '', said: null, fault: 'it is not a JSON object' };
    const { row, ...said } = value as Record<string, unknown>;
    return { line, row: typeof row === 'string' ? row : '', said };
  } catch {
    return { line, row: '', said: null, fault: 'it is not JSON' };
  }
}

function push(lines: FeedbackLine[], line: FeedbackLine): void {
  if (lines.length >= MAX_FEEDBACK_LINES)
    throw invalidInput('file', `it has more than ${MAX_FEEDBACK_LINES.toLocaleString('en')} lines; send it in parts`, {
      reason: 'too_many_lines',
    });
  lines.push(line);
}
